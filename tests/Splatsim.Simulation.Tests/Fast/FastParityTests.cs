using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Simulation.Fast;

namespace Splatsim.Tests.Fast;

/// <summary>The fast path against the reference in double, which the golden files verify.</summary>
public sealed class FastParityTests
{
    private const int Substeps = 50;

    // golden/mpm/README.md section 6, "substep", float32, for scenes of this size after 50 substeps.
    private static readonly StateTolerance Single = new(X: 5e-6, V: 1e-4, C: 3e-3, F: 1e-4);

    // A yielding particle whose rounding puts it on the other side of the surface keeps that difference.
    private static readonly StateTolerance Plastic = new(X: 5e-6, V: 5e-4, C: 2e-2, F: 5e-4);

    public static TheoryData<string> LawKeys => [.. Laws.All.Select(l => l.Key)];

    public static TheoryData<string> BoundaryKeys => [.. GridBoundaries.All.Select(b => b.Key)];

    [Theory]
    [MemberData(nameof(LawKeys))]
    public void Advance_EveryLaw_MatchesTheReference(string key)
    {
        Material material = FastScenes.Of(Laws.Find(key));
        SimulationSetup setup = FastScenes.Setup(FastScenes.Body(11, 8), material);
        ParticleSet expected = FastScenes.RunReference(setup, Substeps), actual = FastScenes.Run(setup, new(), Substeps);
        FastScenes.AssertClose(expected, actual, material.Law.Description.History.Count > 0 || key == "viscoplastic" ? Plastic : Single);
        // A strength that falls to nothing is compared by what it was.
        double[] initial = LawNumbers.ToArray(material.Law.InitialHistory(material.PreparedParameters));
        for (int i = 0; i < expected.History!.Length; i++)
        {
            double scale = Math.Max(Math.Abs(initial[i % initial.Length]), Math.Abs(expected.History[i]));
            Assert.Equal(expected.History[i], actual.History![i], 5e-4 * Math.Max(1, scale));
        }
    }

    [Theory]
    [MemberData(nameof(BoundaryKeys))]
    public void Advance_EveryBoundary_MatchesTheReference(string key)
    {
        // Off the symmetric place: where a node is equally near to two faces of a box, rounding chooses the face.
        GridDomain shifted = FastScenes.Domain with { Origin = FastScenes.Domain.Origin + new Vector3<Real64>(0.0123, 0.0071, -0.0044) };
        foreach (IGridBoundary boundary in GridBoundaries.All.Single(b => b.Key == key).Examples(shifted))
        {
            SimulationSetup setup = FastScenes.Setup(FastScenes.Body(11, 8), FastScenes.Of(Laws.Find("neo-hookean"))) with { Boundaries = [boundary] };
            FastScenes.AssertClose(FastScenes.RunReference(setup, Substeps), FastScenes.Run(setup, new(), Substeps), Single);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(27)]
    public void Advance_AnyDensityOfParticles_MatchesTheReference(int perCell)
    {
        SimulationSetup setup = FastScenes.Setup(FastScenes.Body(perCell < 8 ? 7 : 12, perCell), FastScenes.Of(Laws.Find("neo-hookean")));
        FastScenes.AssertClose(FastScenes.RunReference(setup, Substeps), FastScenes.Run(setup, new(), Substeps), Single);
    }

    [Fact]
    public void Advance_SeveralMaterialsAndLaws_MatchesTheReference()
    {
        LawEntry jelly = Laws.Find("neo-hookean");
        Material soft = FastScenes.Of(jelly) with { Name = "soft", Parameters = new Dictionary<string, double> { ["youngsModulus"] = 2e4 } };
        Material[] materials = [FastScenes.Of(jelly), FastScenes.Of(Laws.Find("drucker-prager")), soft, FastScenes.Of(Laws.Find("von-mises"))];
        SimulationSetup setup = FastScenes.Setup(FastScenes.Body(11, 8, materials.Length), materials);
        FastScenes.AssertClose(FastScenes.RunReference(setup, Substeps), FastScenes.Run(setup, new(), Substeps), Plastic);
    }

    [Fact]
    public void Advance_ParticlesOnBlockBorders_MatchesTheReference()
    {
        ParticleSet body = FastScenes.Body(9, 8);
        // Whole and half multiples of the cell size from the origin: base nodes change exactly here.
        for (int p = 0; p < body.Count; p++)
        {
            for (int axis = 0; axis < 3; axis++)
            {
                double origin = axis == 0 ? FastScenes.Domain.Origin.X.Value : axis == 1 ? FastScenes.Domain.Origin.Y.Value : FastScenes.Domain.Origin.Z.Value;
                ref double x = ref body.X[3 * p + axis];
                x = origin + 0.5 * FastScenes.CellSize * Math.Round(2 * (x - origin) / FastScenes.CellSize);
            }
        }

        SimulationSetup setup = FastScenes.Setup(body, FastScenes.Of(Laws.Find("neo-hookean")));
        FastScenes.AssertClose(FastScenes.RunReference(setup, Substeps), FastScenes.Run(setup, new(), Substeps), Single);
    }

    [Fact]
    public void Advance_FastBody_SortsWhenParticlesDrift()
    {
        // Half a cell per substep: far more than the sort period allows without a look at the drift.
        ParticleSet body = FastScenes.Body(6, 8, strain: 0);
        SimulationSetup setup = FastScenes.Setup(body, FastScenes.Of(Laws.Find("neo-hookean")));
        double speed = 0.5 * FastScenes.CellSize / setup.StepPolicy.TimeStep!.Value;
        ParticleLattices.SetRigidVelocity(body, new(speed, 0, -speed), default, default);
        setup = setup with { StepPolicy = new() { TimeStep = setup.StepPolicy.TimeStep, MaximumCourantNumber = double.PositiveInfinity } };
        FastScenes.AssertClose(FastScenes.RunReference(setup, 10), FastScenes.Run(setup, new(), 10), new(X: 5e-6, V: 2e-3, C: 5e-2, F: 2e-4));
    }

    [Fact]
    public void Advance_EventsAndHolds_MatchTheReference()
    {
        SimulationSetup setup = FastScenes.Setup(FastScenes.Body(11, 8), FastScenes.Of(Laws.Find("neo-hookean")));
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
        FastScenes.AssertClose(FastScenes.RunReference(setup, Substeps), FastScenes.Run(setup, new(), Substeps), Single);
    }

    [Fact]
    public void Advance_StationaryBody_HoldsItsNodes()
    {
        Material[] materials = [FastScenes.Of(Laws.Find("neo-hookean")), FastScenes.Of(Laws.Find("stationary"))];
        ParticleSet body = FastScenes.Body(11, 8);
        for (int p = 0; p < body.Count; p++)
            if (body.X[3 * p + 2] < FastScenes.Middle.Z.Value) body.Material[p] = 1;
        SimulationSetup setup = FastScenes.Setup(body, materials);
        FastScenes.AssertClose(FastScenes.RunReference(setup, Substeps), FastScenes.Run(setup, new(), Substeps), Single);
    }

    [Fact]
    public void Tracers_InAndAroundTheBody_MatchTheReference()
    {
        double[] points = FastScenes.Body(8, 3).X;
        // The first one starts outside the grid, where nothing carries it.
        points[0] = FastScenes.Domain.Origin.X.Value - 1;
        SimulationSetup setup = FastScenes.Setup(FastScenes.Body(11, 8), FastScenes.Of(Laws.Find("neo-hookean"))) with { Tracers = TracerSet.At(points) };
        using ISimulator reference = Simulators.Create(setup with { Backend = SimulationBackend.Reference });
        using ISimulator fast = FastBackend.Create(setup, new());
        FastScenes.Advance(reference, setup, Substeps);
        FastScenes.Advance(fast, setup, Substeps);
        Assert.True(FastScenes.Largest(reference.Tracers.X, fast.Tracers.X) <= Single.X);
        Assert.True(FastScenes.Largest(reference.Tracers.F, fast.Tracers.F) <= Single.F);
    }

    [Fact]
    public void Statistics_OfTheSameState_MatchTheReference()
    {
        SimulationSetup setup = FastScenes.Setup(FastScenes.Body(9, 8), FastScenes.Of(Laws.Find("neo-hookean")));
        using ISimulator reference = Simulators.Create(setup with { Backend = SimulationBackend.Reference });
        using ISimulator fast = FastBackend.Create(setup, new());
        SimulationStatistics expected = reference.Statistics(), actual = fast.Statistics();
        // One rounding to float per number.
        const double relative = 1e-6;
        Assert.Equal(expected.Mass, actual.Mass, relative * expected.Mass);
        Assert.Equal(expected.KineticEnergy, actual.KineticEnergy, relative * expected.KineticEnergy);
        Assert.Equal(expected.AffineKineticEnergy, actual.AffineKineticEnergy, relative * expected.AffineKineticEnergy);
        Assert.Equal(expected.ElasticEnergy, actual.ElasticEnergy, 1e-4 * expected.ElasticEnergy);
        Assert.Equal(expected.MaximumSpeed, actual.MaximumSpeed, relative * expected.MaximumSpeed);
        Assert.True((expected.AngularMomentum - actual.AngularMomentum).Length.Value <= relative * expected.Mass);
    }
}
