import Solvers
@testable import Experiments
import Foundation
import NeuralODE
import Testing

/// A small experiment: a NODE, an ANODE and a ResNet, two epochs each.
let pointsExperiment: Experiment = {
  let data = DatasetConfiguration(kind: .annulus, negativeCount: 20, positiveCount: 60)
  return Experiment(
    name: "annulus", summary: "small",
    claims: [
      Claim("smaller", section: "here", rule: Rule(.below(.loss, "anode", than: "node")))
    ],
    variants: [
      Variant("node", data: data, model: .node(), epochs: 2),
      Variant("anode", data: data, model: .anode(), epochs: 3),
      Variant("resnet", data: data, model: .resnet(), epochs: 2),
    ], watch: [.paths, .probe, .features, .solves], targetLoss: 0.6,
    measures: [.loss, .nfe, .detour],
    figures: [
      Figure("loss", "Loss", .curves(.loss)),
      Figure("range", "Loss", .ranges(.loss, isLogarithmic: false)),
      Figure("trade", "Trade", .nfeOverLoss), Figure("features", "Features", .features),
    ])
}()

func results(_ trials: [Trial], threads: Int = 2) -> [TrialResult] {
  let pool = TrialPool(trials, threads: threads)
  var results: [TrialResult] = []
  while let event = pool.next() {
    if case .finished(let result, _) = event { results.append(result) }
  }
  return results
}

@Suite("Trials give the same results however they are distributed, stored and merged")
struct RunTests {
  private let plan = Plan([pointsExperiment], seeds: 3)

  private func file(_ results: [TrialResult], _ shard: Shard = .whole) -> TrialFile {
    TrialFile(header: TrialFile.Header(plan, shard: shard), results: results)
  }

  @Test("A plan's file and report are the same bytes with any number of threads")
  func threads() {
    let one = file(results(plan.trials, threads: 1)).ordered(by: plan)
    let two = file(results(plan.trials, threads: 3)).ordered(by: plan)
    #expect(one.results.count == 9)
    #expect(one.text == two.text)
    let (a, b) = (Report(plan, results: one.results), Report(plan, results: two.results))
    #expect(Table.document(a) == Table.document(b))
    #expect(Table.curves(a, pointsExperiment) == Table.curves(b, pointsExperiment))
  }

  @Test("Merged shards equal the plan run at once, in any order")
  func merging() throws {
    let whole = file(results(plan.trials)).ordered(by: plan)
    var files: [(path: String, file: TrialFile)] = []
    for index in 1...4 {
      let shard = try #require(Shard(index, of: 4))
      let part = file(results(plan.trials(in: shard), threads: 2), shard)
      files.append(("\(index)", try TrialFile(data: Data(part.text.utf8))))
    }
    let (merged, joined) = try Merge.join(files.reversed(), catalogue: [pointsExperiment])
    #expect(joined.text == whole.text)
    #expect(
      Table.document(Report(merged, results: joined.results))
        == Table.document(Report(plan, results: whole.results)))
  }

  @Test("Merging refuses missing, duplicate and changed trials, and those of another plan")
  func refusals() throws {
    let all = results(plan.trials)
    let half = file(Array(all.prefix(5)))
    let rest = file(Array(all.suffix(4)))
    func failure(
      _ files: [TrialFile], _ catalogue: [Experiment] = [pointsExperiment]
    ) -> Merge.Failure? {
      do throws(Merge.Failure) {
        _ = try Merge.join(
          files.enumerated().map { ("f\($0.offset)", $0.element) }, catalogue: catalogue)
        return nil
      } catch { return error }
    }
    #expect(failure([half, rest]) == nil)
    guard case .missing(count: 4, _) = failure([half]) else { throw Unexpected() }
    guard case .duplicateTrial(_, "f0", "f1") = failure([half, half]) else { throw Unexpected() }
    guard case .file("f1", .duplicateTrial) = failure([rest, file([all[0], all[0]])]) else {
      throw Unexpected()
    }
    guard case .unknown("f0", name: "annulus") = failure([half], []) else { throw Unexpected() }
    var changed = pointsExperiment
    changed.variants[0].configuration.training.learningRate = 0.5
    guard case .file("f0", .outdated) = failure([half, rest], [changed]) else { throw Unexpected() }
    var other = half
    other.header.seeds = 2
    guard case .file(_, .otherPlan) = failure([rest, other]) else { throw Unexpected() }
    for text in ["", "{}\n", half.text + "{\"id\":1}\n"] {
      #expect(throws: TrialFile.Failure.self) { try TrialFile(data: Data(text.utf8)) }
    }
  }

  @Test(
    "A sweep's shards store its command, and are merged only for that sweep"
  )
  func sweeps() throws {
    var sweep = pointsExperiment
    sweep.name = "sweep"
    sweep.claims = []
    let words = ["model=node,anode,resnet", "--epochs=3"]
    let plan = Plan([sweep], seeds: 2, sweep: words)
    let all = results(plan.trials)
    let parts = try (1...2).map { index -> (path: String, file: TrialFile) in
      let shard = try #require(Shard(index, of: 2))
      let part = TrialFile(
        header: .init(plan, shard: shard), results: results(plan.trials(in: shard), threads: 1))
      return ("f\(index)", try TrialFile(data: Data(part.text.utf8)))
    }
    #expect(parts[0].file.header.sweep == words)
    let (merged, joined) = try Merge.join(parts.reversed(), catalogue: []) {
      #expect($0 == words)
      return .success(sweep)
    }
    let whole = TrialFile(header: .init(plan, shard: .whole), results: all).ordered(by: plan)
    #expect(joined.text == whole.text && merged.sweep == words)
    let document = Table.document(Report(merged, results: joined.results))
    #expect(document == Table.document(Report(plan, results: all)))
    #expect(document.hasPrefix("## sweep") && !document.contains("Rules were stated"))
    func failure(_ files: [(path: String, file: TrialFile)]) -> Merge.Failure? {
      do throws(Merge.Failure) {
        _ = try Merge.join(files, sweep: { _ in .success(sweep) })
        return nil
      } catch { return error }
    }
    #expect(failure(parts) == nil)
    guard case .missing(count: 3, _) = failure([parts[0]]) else { throw Unexpected() }
    guard case .duplicateTrial(_, "f1", "f1") = failure([parts[0], parts[0]]) else {
      throw Unexpected()
    }
    var other = parts
    other[1].file.header.sweep = ["model=node"]
    guard case .file("f2", .otherPlan(let why)) = failure(other) else { throw Unexpected() }
    #expect(why.contains("model=node") && why.contains("--epochs=3"))
    other[1].file.header.sweep = nil
    guard case .file("f2", .otherPlan) = failure(other) else { throw Unexpected() }
    // A command that is not understood any more.
    do throws(Merge.Failure) {
      _ = try Merge.join(parts, sweep: { _ in .failure(SweepFailure(reason: "no")) })
      throw Merge.Failure.unknown("", name: "")
    } catch {
      #expect(error == .sweep("f1", reason: "no"))
    }
  }

  struct Unexpected: Error {}

  @Test("A plan killed in the middle of a line resumes to the same bytes")
  func resuming() throws {
    let whole = file(results(plan.trials, threads: 1)).ordered(by: plan)
    // Four whole lines, and half of the fifth.
    let lines = whole.text.split(separator: "\n").map { $0 + "\n" }
    let torn = lines.prefix(4).joined() + lines[4].prefix(40)
    let kept = try TrialFile(data: Data(torn.utf8))
    try kept.check(against: plan)
    #expect(kept.results.count == 3)
    let done = Set(kept.results.map(\.id))
    let rest = results(plan.trials.filter { !done.contains($0.id) }, threads: 2)
    #expect(file(kept.results + rest).ordered(by: plan).text == whole.text)
  }

  @Test("A stopped pool delivers the finished trials, and ends")
  func stopping() {
    let pool = TrialPool(Plan([pointsExperiment], seeds: 40).trials, threads: 2)
    var count = 0
    while let event = pool.next() {
      if case .finished = event {
        count += 1
        pool.stop()
      }
    }
    #expect(count >= 1 && count < 120)
  }

  @Test("Each trial is in one shard, and shards differ in size by at most one")
  func shards() throws {
    let ids = plan.trials.map(\.id)
    var seen: [Trial.ID] = []
    for index in 1...4 {
      let part = plan.trials(in: try #require(Shard(index, of: 4))).map(\.id)
      #expect((2...3).contains(part.count))
      seen += part
    }
    #expect(Set(seen) == Set(ids) && seen.count == ids.count)
    #expect(Shard(text: "2/8") == Shard(2, of: 8))
    for text in ["0/3", "4/3", "1", "1/0", "a/b", "1/2/3", "", "1/9999999999"] {
      #expect(Shard(text: text) == nil, "\(text)")
    }
  }

  @Test("A trial measures what its experiment watches")
  func measures() throws {
    let all = results(plan.trials.filter { $0.id.seed == 0 }, threads: 2)
    for result in all {
      let loss = try #require(result[.loss])
      #expect(loss > 0 && loss < 2)
      #expect(result[CurveKind.loss].count == (result.id.variant == "anode" ? 3 : 2))
      // A path is at least as long as the distance of its ends, up to rounding.
      #expect(try #require(result[.detour]) > 1 - 1e-5)
      #expect(result[.unstable] == 0)
      let isFlow = result.id.variant != "resnet"
      #expect((result[.probeNFE] != nil) == isFlow)
      #expect((result[.solveError] != nil) == isFlow)
      #expect((result[CurveKind.solveError].last ?? nil) == result[.solveError])
      #expect((result.features?.count ?? 0) >= 3)
      if !isFlow { #expect(result[.nfe] == 5) }
    }
  }

  @Test(
    "An abandoned solve counts its evaluations, six per step of dopri5",
    arguments: [3, 160, 170])
  func givenUp(steps: Int) throws {
    var experiment = pointsExperiment
    for k in experiment.variants.indices {
      experiment.variants[k].configuration.training.maximumSteps = steps
      // Finer than single precision, so no long step is accepted.
      experiment.variants[k].configuration.training.tolerance = 1e-12
    }
    let trials = Plan([experiment], seeds: 1).trials.filter { $0.id.variant == "anode" }
    let result = try #require(results(trials, threads: 1).first)
    #expect(result.failure == "more than \(steps) steps")
    let evaluations = 2 + 6 * steps
    #expect(result[.largestNFE] == Double(evaluations))
    #expect(result[.exceeded] == (evaluations > 1000 ? 1 : 0))
    #expect(result[.unstable] == result[.exceeded] && result[.underflow] == 0)
  }

  @Test("An abandoned adjoint solve counts its evaluations")
  func givenUpBackward() throws {
    // At 1e-6 the adjoint solve takes some five times the forward steps.
    var configuration = RunConfiguration.published(.published(.digits), .node)
    configuration.model.hidden = 4
    configuration.training.gradient = .adjoint
    configuration.training.tolerance = 1e-6
    configuration.training.maximumSteps = 20
    let run = TrainingRun<Float>(configuration)
    #expect(throws: SolveFailure.self) { _ = try run.iterate() }
    let spent = run.trainer.evaluations
    #expect(spent.forward < 2 + 6 * 20 && spent.backward == 2 + 6 * 20)
  }
}
