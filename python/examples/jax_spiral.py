"""A Neural ODE in JAX, by diffrax and Equinox: spirals as time series.

Under JAX the model is another object after each update, so `step` gets it.
Needs diffrax, equinox and optax.
"""

import diffrax
import equinox as eqx
import jax
import jax.numpy as jnp
import optax

import anode


class Field(eqx.Module):
    scale: jax.Array
    mlp: eqx.nn.MLP

    def __init__(self, key):
        self.scale = jnp.array(1.0)
        self.mlp = eqx.nn.MLP(2, 2, 32, 2, activation=jax.nn.softplus, final_activation=jnp.tanh, key=key)

    def __call__(self, t, y, args):
        return self.scale * self.mlp(y)


def solve(field, times, start):
    solution = diffrax.diffeqsolve(
        diffrax.ODETerm(field),
        diffrax.Tsit5(),
        t0=times[0],
        t1=times[-1],
        dt0=0.1,
        y0=start,
        saveat=diffrax.SaveAt(ts=times),
        stepsize_controller=diffrax.PIDController(rtol=1e-3, atol=1e-6),
    )
    return solution.ys, solution.stats["num_steps"]


def main(updates=400):
    times = jnp.linspace(0, 6, 40)
    starts = jax.random.uniform(jax.random.PRNGKey(0), (32, 2), minval=-1, maxval=1)
    law = jnp.array([[-0.1, 1.0], [-1.0, -0.1]])
    series = jax.vmap(lambda y: solve(lambda t, y, args: law @ jnp.tanh(y), times, y)[0])(starts)

    field = Field(jax.random.PRNGKey(1))
    optimizer = optax.adam(3e-3)
    state = optimizer.init(eqx.filter(field, eqx.is_inexact_array))

    @eqx.filter_jit
    def update(field, state):
        def mean_square(field):
            ys, steps = jax.vmap(solve, (None, None, 0))(field, times, starts)
            return jnp.mean((ys - series) ** 2), steps

        (loss, steps), gradient = eqx.filter_value_and_grad(mean_square, has_aux=True)(field)
        change, state = optimizer.update(gradient, state)
        return eqx.apply_updates(field, change), state, loss, steps

    watch = anode.Watcher(field, times=times, series=series, solver="tsit5", rtol=1e-3, atol=1e-6, name="jax-spiral")
    for _ in range(updates):
        field, state, loss, steps = update(field, state)
        # Tsit5 evaluates the field six times in each step, and once at the beginning.
        watch.step(loss, model=field, nfe=6 * steps.max() + 1)
    return loss


if __name__ == "__main__":
    print(f"loss {main():.5f}")
