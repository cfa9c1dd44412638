import unittest

from anode.budget import Budget


class BudgetTests(unittest.TestCase):
    def run_steps(self, budget, intervals, work, fixed=0.0):
        """Does work when it is allowed; gives how many times, and the part of all time that was spent."""
        now, done, trained = 0.0, 0, 0.0
        for interval in intervals:
            now += interval
            trained += interval
            budget.begin_step(now)
            cost = fixed
            if budget.allows("work"):
                budget.charge("work", work)
                cost += work
                done += 1
            now += cost
            budget.end_step(now, cost)
        return done, budget.spent / trained

    def test_work_takes_its_share_on_average(self):
        done, part = self.run_steps(Budget(0.02), [0.01] * 10_000, work=0.005)
        # One work of 5 ms in 250 ms.
        self.assertAlmostEqual(done, 400, delta=2)
        self.assertAlmostEqual(part, 0.02, delta=0.0002)

    def test_compilation_buys_nothing(self):
        done, _ = self.run_steps(Budget(0.02), [100.0, 60.0, 0.01, 0.01, 30.0, *[0.01] * 100], work=0.005)
        # The first is free, and 102 intervals and five for the slow one are worth 0.0214 s.
        self.assertLessEqual(done, 1 + 0.0214 / 0.005)

    def test_time_without_work_is_not_saved_up(self):
        budget = Budget(0.02)
        self.run_steps(budget, [0.01] * 10, work=0.001)
        now = 1000.0
        for _ in range(10_000):
            now += 0.01
            budget.begin_step(now)
            budget.end_step(now, 0.0)
        done, _ = self.run_steps(budget, [1e-9] * 100, work=0.001)
        self.assertLessEqual(done, 4)

    def test_what_each_step_costs_is_part_of_the_share(self):
        _, part = self.run_steps(Budget(0.02), [0.01] * 10_000, work=0.005, fixed=0.0001)
        self.assertAlmostEqual(part, 0.02, delta=0.0002)

    def test_steps_that_cost_more_than_the_share_leave_a_quarter_for_work(self):
        done, _ = self.run_steps(Budget(0.02), [0.0001] * 100_000, work=0.005, fixed=0.0001)
        self.assertAlmostEqual(done, 0.25 * 0.02 * 10 / 0.005, delta=2)


if __name__ == "__main__":
    unittest.main()
