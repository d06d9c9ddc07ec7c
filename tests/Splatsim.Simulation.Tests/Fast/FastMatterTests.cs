using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests.Fast;

/// <summary>The fast path with particles that come and go, against the reference in double.</summary>
public sealed class FastMatterTests
{
    private const int Substeps = 60;

    // golden/mpm/README.md section 6, "substep", float32, for scenes of this size after 50 substeps.
    private static readonly StateTolerance Single = new(X: 5e-6, V: 1e-4, C: 3e-3, F: 1e-4);

    [Fact]
    public void Advance_EmitterHittingABodyWithADrain_MatchesTheReference()
    {
        SimulationSetup setup = Scene();
        ParticleSet expected = FastScenes.RunReference(setup, Substeps), actual = FastScenes.Run(setup, new(), Substeps);
        FastScenes.AssertClose(expected, actual, Single);
    }

    [Fact]
    public void Advance_EmitterHittingABodyWithADrain_DoesNotDependOnWorkersOrFusion()
    {
        SimulationSetup setup = Scene();
        ParticleSet expected = FastScenes.Run(setup, new(), Substeps);
        FastScenes.AssertIdentical(expected, FastScenes.Run(setup with { Workers = FastScenes.Pool(3) }, new(), Substeps));
        FastScenes.AssertIdentical(expected, FastScenes.Run(setup, new() { Fuse = false }, Substeps));
    }

    private static SimulationSetup Scene()
    {
        ParticleSet particles = FastScenes.Body(8, 8);
        Real64 dx = FastScenes.CellSize;
        SimulationSetup setup = FastScenes.Setup(particles, FastScenes.Of(Laws.Find("neo-hookean")), FastScenes.Of(Laws.Find("drucker-prager")));
        double dt = setup.StepPolicy.TimeStep!.Value;
        Nozzle nozzle = Nozzle.Disc(FastScenes.Middle + dx * new Vector3<Real64>(-4.3, 0.1, 0.2), new(1, 0.1, 0), 1.5 * dx.Value, 0.5 * dx.Value);
        EmitterEvent emitter = EmitterEvent.AddTo(ref particles, nozzle, 3, new(3.3 * dt, 45 * dt), 1, 1000);
        SinkEvent sink = new(ParticleShape.Box(ParticleRegion.Around(FastScenes.Middle + dx * new Vector3<Real64>(1.5, 1.5, 1.5), new(dx, dx, dx))), new(20 * dt, 40 * dt))
        {
            Period = 7 * dt,
        };
        return setup with { Particles = particles, Events = [emitter, sink] };
    }
}
