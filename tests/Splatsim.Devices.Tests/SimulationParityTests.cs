using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Simulation.Kernels;
using Splatsim.Tests.Fast;

namespace Splatsim.Tests;

/// <summary>The device back end against the reference in double, which the golden files verify.</summary>
[Collection("device")]
public sealed class SimulationParityTests
{
    private const int Substeps = 100;

    // Positions: 1e-4 cells, the acceptance value for GPUs. The others are those of the fast back end's tests.
    private static readonly StateTolerance Single = new(X: 1e-4 * FastScenes.CellSize, V: 1e-4, C: 3e-3, F: 1e-4);

    // A yielding particle whose rounding puts it on the other side of the surface keeps that difference.
    private static readonly StateTolerance Plastic = new(X: 1e-4 * FastScenes.CellSize, V: 5e-4, C: 2e-2, F: 5e-4);

    // Rigid bodies are not for devices, and a test of failures says so.
    public static TheoryData<string> LawKeys => [.. Laws.All.Where(l => !l.Description.IsRigid).Select(l => l.Key)];

    public static TheoryData<string> ForceKeys => [.. Forces.All.Select(f => f.Key)];

    public static TheoryData<string> BoundaryKeys => [.. GridBoundaries.All.Select(b => b.Key)];

    // One with a closed form, one that flows and remembers, one that takes tensors: OpenCL needs ten seconds of a processor per
    // law to compile both kernels, so that the others are left to the full tier.
    public static TheoryData<string> SomeLaws => [.. KernelList.SomeLaws];

    [Theory]
    [MemberData(nameof(LawKeys))]
    public void Advance_EveryLawInFixedOrder_MatchesTheReferenceAndRepeats(string key)
    {
        ParticleSet first = CheckLaw(key, 7, new() { IsDeterministic = true }, out SimulationSetup setup);
        FastScenes.AssertIdentical(first, Run(setup, new() { IsDeterministic = true }));
    }

    [Theory]
    [MemberData(nameof(SomeLaws))]
    public void Advance_SomeLawsInSharedMemory_MatchTheReference(string key) => CheckLaw(key, 9, new(), out _);

    [Theory]
    [Trait("Tier", "Full")]
    [MemberData(nameof(LawKeys))]
    public void Advance_EveryLawInSharedMemory_MatchesTheReference(string key) => CheckLaw(key, 9, new(), out _);

    [Theory]
    [MemberData(nameof(BoundaryKeys))]
    public void Advance_EveryBoundary_MatchesTheReference(string key)
    {
        // Off the symmetric place: where a node is equally near to two faces of a box, rounding chooses the face.
        GridDomain shifted = FastScenes.Domain with { Origin = FastScenes.Domain.Origin + new Vector3<Real64>(0.0123, 0.0071, -0.0044) };
        foreach (IGridBoundary boundary in GridBoundaries.All.Single(b => b.Key == key).Examples(shifted))
        {
            SimulationSetup setup = FastScenes.Setup(FastScenes.Body(8, 8), FastScenes.Of(Laws.Find("neo-hookean"))) with { Boundaries = [boundary] };
            ParticleSet expected = FastScenes.RunReference(setup, Substeps), actual = Run(setup, new());
            if (FastScenes.Largest(expected.X, actual.X) <= Single.X)
            {
                FastScenes.AssertClose(expected, actual, Single);
                continue;
            }

            // A node lay on the surface within the rounding of the contact's own numbers. Then the reference in single, which
            // has the same numbers, is as far from the one in double, and is what the device has to agree with.
            ParticleSet single = FastScenes.RunReference(setup with { Precision = SimulationPrecision.Single }, Substeps);
            Assert.True(FastScenes.Largest(expected.X, single.X) > Single.X, $"x differs by {FastScenes.Largest(expected.X, actual.X):g3}");
            FastScenes.AssertClose(single, actual, Single);
        }
    }

    [Theory]
    [MemberData(nameof(ForceKeys))]
    public void Advance_EveryForce_MatchesTheReference(string key)
    {
        foreach (IForce force in Forces.All.Single(f => f.Key == key).Examples(FastScenes.Domain))
        {
            SimulationSetup setup = FastScenes.Setup(FastScenes.Body(8, 8), FastScenes.Of(Laws.Find("neo-hookean"))) with { Forces = [force] };
            FastScenes.AssertClose(FastScenes.RunReference(setup, Substeps), Run(setup, new()), Single);
        }
    }

    [Fact]
    public void Advance_EmitterAndSink_MatchTheReference()
    {
        ParticleSet particles = FastScenes.Body(6, 8);
        double dt = FastScenes.Setup(particles, FastScenes.Of(Laws.Find("von-mises"))).StepPolicy.TimeStep!.Value;
        Vector3<Real64> mouth = FastScenes.Middle + new Vector3<Real64>(0.25, 0, 0);
        Nozzle nozzle = Nozzle.Disc(mouth, new(-1, 0, 0), 0.08, FastScenes.CellSize / 2);
        EmitterEvent emitter = EmitterEvent.AddTo(ref particles, nozzle, 0.1 * FastScenes.CellSize / dt, new(5 * dt, 40 * dt), 0, 1000);
        SinkEvent sink = new(ParticleShape.Ball(FastScenes.Middle - new Vector3<Real64>(0.05, 0, 0), 0.06), new(20 * dt, 30 * dt));
        SimulationSetup setup = FastScenes.Setup(particles, FastScenes.Of(Laws.Find("von-mises"))) with { Events = [emitter, sink] };
        setup = setup with { StepPolicy = setup.StepPolicy with { MaximumCourantNumber = double.PositiveInfinity } };
        FastScenes.AssertClose(FastScenes.RunReference(setup, 50), Run(setup, new(), 50, frame: 25), Plastic);
    }

    [Fact]
    public void Advance_WithoutFusion_MatchesTheReference()
    {
        SimulationSetup setup = FastScenes.Setup(FastScenes.Body(9, 8), FastScenes.Of(Laws.Find("neo-hookean")));
        FastScenes.AssertClose(FastScenes.RunReference(setup, Substeps), Run(setup, new() { Fuse = false, LongestSortPeriod = 5 }), Single);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(27)]
    public void Advance_AnyDensityOfParticles_MatchesTheReference(int perCell)
    {
        SimulationSetup setup = FastScenes.Setup(FastScenes.Body(perCell < 8 ? 7 : 12, perCell), FastScenes.Of(Laws.Find("neo-hookean")));
        FastScenes.AssertClose(FastScenes.RunReference(setup, Substeps), Run(setup, new()), Single);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Advance_SeveralMaterialsAndLaws_MatchesTheReference(bool isDeterministic)
    {
        LawEntry jelly = Laws.Find("neo-hookean");
        Material soft = FastScenes.Of(jelly) with { Name = "soft", Parameters = new Dictionary<string, double> { ["youngsModulus"] = 2e4 } };
        Material[] materials = [FastScenes.Of(jelly), FastScenes.Of(Laws.Find("drucker-prager")), soft, FastScenes.Of(Laws.Find("von-mises"))];
        SimulationSetup setup = FastScenes.Setup(FastScenes.Body(9, 8, materials.Length), materials);
        FastScenes.AssertClose(FastScenes.RunReference(setup, 50), Run(setup, new() { IsDeterministic = isDeterministic }, 50), Plastic);
    }

    [Fact]
    public void Advance_FastBody_SortsWhenParticlesDrift()
    {
        // Half a cell per substep, and a period that lets particles leave shared memory and then the stored blocks.
        ParticleSet body = FastScenes.Body(6, 8, strain: 0);
        SimulationSetup setup = FastScenes.Setup(body, FastScenes.Of(Laws.Find("neo-hookean")));
        double speed = 0.5 * FastScenes.CellSize / setup.StepPolicy.TimeStep!.Value;
        ParticleLattices.SetRigidVelocity(body, new(speed, 0, -speed), default, default);
        setup = setup with { StepPolicy = new() { TimeStep = setup.StepPolicy.TimeStep, MaximumCourantNumber = double.PositiveInfinity } };
        StateTolerance tolerance = new(X: 5e-6, V: 2e-3, C: 5e-2, F: 2e-4);
        ParticleSet expected = FastScenes.RunReference(setup, 10);
        FastScenes.AssertClose(expected, Run(setup, new(), 10), tolerance);
        FastScenes.AssertClose(expected, Run(setup, new() { FixedSortPeriod = 3 }, 10), tolerance);
        FastScenes.AssertClose(expected, Run(setup, new() { FixedSortPeriod = 20 }, 10), tolerance);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Advance_EventsAndHolds_MatchTheReference(bool isDeterministic)
    {
        SimulationSetup setup = FastScenes.Setup(FastScenes.Body(9, 8), FastScenes.Of(Laws.Find("neo-hookean")));
        double dt = setup.StepPolicy.TimeStep!.Value;
        Vector3<Real64> size = new(0.1, 0.1, 0.1);
        setup = setup with
        {
            Events =
            [
                new VelocityEvent(ParticleRegion.Everything, new(0.1, 0.2, 0.3)) { Time = 5.2 * dt },
                new ImpulseEvent(ParticleRegion.Around(FastScenes.Middle, size), new(0.05, 0, 0), new(10 * dt, 20 * dt)),
                new PinEvent(ParticleRegion.Around(FastScenes.Middle + size, size), new(25 * dt, 40 * dt)) { Velocity = new(0, 0.1, 0) },
            ],
        };
        FastScenes.AssertClose(FastScenes.RunReference(setup, 50), Run(setup, new() { IsDeterministic = isDeterministic }, 50, frame: 25), Single);
    }

    [Fact]
    public void Advance_StationaryBodyAndTracers_MatchTheReference()
    {
        Material[] materials = [FastScenes.Of(Laws.Find("stationary")), FastScenes.Of(Laws.Find("neo-hookean"))];
        ParticleSet body = FastScenes.Body(9, 8);
        for (int p = 0; p < body.Count; p++) body.Material[p] = body.X[3 * p + 2] < FastScenes.Middle.Z.Value ? 0 : 1;
        double[] points = FastScenes.Body(8, 3).X;
        // The first one starts outside the grid, where nothing carries it.
        points[0] = FastScenes.Domain.Origin.X.Value - 1;
        SimulationSetup setup = FastScenes.Setup(body, materials) with { Tracers = TracerSet.At(points) };
        using ISimulator reference = Simulators.Create(setup with { Backend = SimulationBackend.Reference });
        using DeviceSimulator simulator = new(setup, OpenClDevice.Required, ownsDevice: false, new());
        ParticleSet expected = FastScenes.Advance(reference, setup, Substeps), actual = FastScenes.Advance(simulator, setup, Substeps, 40);
        FastScenes.AssertClose(expected, actual, Single);
        Assert.True(FastScenes.Largest(reference.Tracers.X, simulator.Tracers.X) <= Single.X);
        Assert.True(FastScenes.Largest(reference.Tracers.F, simulator.Tracers.F) <= Single.F);
    }

    [Fact]
    public void Statistics_OfTheSameState_MatchTheReference()
    {
        SimulationSetup setup = FastScenes.Setup(FastScenes.Body(9, 8), FastScenes.Of(Laws.Find("neo-hookean")));
        using ISimulator reference = Simulators.Create(setup with { Backend = SimulationBackend.Reference });
        using DeviceSimulator simulator = new(setup, OpenClDevice.Required, ownsDevice: false, new());
        SimulationStatistics expected = reference.Statistics(), actual = simulator.Statistics();
        // One rounding to float per number.
        const double relative = 1e-6;
        Assert.Equal(expected.Mass, actual.Mass, relative * expected.Mass);
        Assert.Equal(expected.KineticEnergy, actual.KineticEnergy, relative * expected.KineticEnergy);
        Assert.Equal(expected.ElasticEnergy, actual.ElasticEnergy, 1e-4 * expected.ElasticEnergy);
        Assert.Equal(expected.MaximumSpeed, actual.MaximumSpeed, relative * expected.MaximumSpeed);
    }

    private static ParticleSet CheckLaw(string key, int side, DeviceOptions options, out SimulationSetup setup)
    {
        Material material = FastScenes.Of(Laws.Find(key));
        setup = FastScenes.Setup(FastScenes.Body(side, 8), material);
        ParticleSet expected = FastScenes.RunReference(setup, Substeps), actual = Run(setup, options);
        FastScenes.AssertClose(expected, actual, material.Law.Description.History.Count > 0 || key == "viscoplastic" ? Plastic : Single);
        // A strength that falls to nothing is compared by what it was. Most of what is kept are strains, good to what F is, 1e-4, times a slope: a brittle
        // body's strength falls by 50 times what it was per unit of opening, in single precision by 7e-4 of it more or less, as sums come.
        double[] initial = LawNumbers.ToArray(material.Law.InitialHistory(material.PreparedParameters));
        for (int i = 0; i < expected.History!.Length; i++)
        {
            double scale = Math.Max(Math.Abs(initial[i % initial.Length]), Math.Abs(expected.History[i]));
            Assert.Equal(expected.History[i], actual.History![i], 1e-3 * Math.Max(1, scale));
        }

        return actual;
    }

    private static ParticleSet Run(SimulationSetup setup, DeviceOptions options, int substeps = Substeps, int frame = int.MaxValue)
    {
        using DeviceSimulator simulator = new(setup, OpenClDevice.Required, ownsDevice: false, options);
        return FastScenes.Advance(simulator, setup, substeps, frame);
    }
}
