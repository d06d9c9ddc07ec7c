using Splatsim.Mechanics;
using Splatsim.Scenes;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>The check of gradients: what it calls right, wrong, a kink, and what it refuses.</summary>
public sealed class GradientCheckTests
{
    // A few substeps; the truth of every verdict is the finite difference in double itself.
    private static readonly GradientCheckOptions Short = new() { Horizon = 0.004, Points = 2, Threads = 2 };

    public static TheoryData<string, int> ForceCases()
    {
        TheoryData<string, int> data = [];
        foreach (ForceEntry entry in Forces.All)
            for (int i = 0; i < entry.Examples(GradientSetups.Domain).Count; i++) data.Add(entry.Key, i);
        return data;
    }

    public static TheoryData<string, int> BoundaryCases()
    {
        TheoryData<string, int> data = [];
        foreach (GridBoundaryEntry entry in GridBoundaries.All)
            for (int i = 0; i < entry.Examples(GradientSetups.Domain).Count; i++) data.Add(entry.Key, i);
        return data;
    }

    [Theory]
    [MemberData(nameof(ForceCases))]
    public void Run_CoefficientsOfEveryForce_AreRight(string key, int example)
    {
        IForce force = Forces.All.Single(f => f.Key == key).Examples(GradientSetups.Domain)[example];
        SimulationSetup setup = GradientSetups.Block() with { Forces = [force] };
        GradientParameter[] parameters = [.. GradientParameters.Of(setup).Where(p => p.Name.StartsWith("force", StringComparison.Ordinal))];
        // A field of accelerations has none but its samples.
        Assert.True(parameters.Length > 0 || force is FieldForce { Rate: null });
        // The shares of a grab are floats: differences by its radius and place are rounded at 1e-4 of their change.
        Require(GradientCheck.Run(setup, parameters, Short with { Tolerance = key == "grab" ? 1e-3 : 1e-5 }));
    }

    [Theory]
    [MemberData(nameof(BoundaryCases))]
    public void Run_NumbersOfEveryBoundary_AreRight(string key, int example)
    {
        // Sticky, slipping, separating and with friction.
        IGridBoundary boundary = GridBoundaries.All.Single(b => b.Key == key).Examples(GradientSetups.Domain)[example];
        // The nodes in the middle of an even box tie between its sides, which every shift and turn breaks: an uneven one, below.
        if (boundary is MovingCuboid even) boundary = new MovingCuboid(new(0.103, 0.087, 0.119), even.Path.Shifted(new(0.003, -0.1, 0.007)), even.Mode, even.Friction);
        // Nodes on a wall without thickness are on both of its sides, which every shift changes: one between nodes.
        if (boundary is Collider { Shape: ThinShape } thin) boundary = new Collider(thin.Shape, thin.Path.Shifted(new(0.003, 0.011, 0.007)), thin.Surface);
        SimulationSetup setup = GradientSetups.Block() with { Boundaries = [boundary] };
        // Matter in the middle of a hollow form would not reach its side.
        if (key.StartsWith("hollow", StringComparison.Ordinal)) GradientSetups.Move(setup.Particles, new(0.05, -0.12, 0.01));
        GradientParameter[] parameters = [.. GradientParameters.Of(setup).Where(p => p.Name.StartsWith("boundary", StringComparison.Ordinal))];
        if (parameters.Length == 0)
        {
            // What stays where it is and neither rubs nor bounces has no number.
            Assert.True(boundary is PinnedRegion or BoxWalls { Mode: ContactMode.Sticky or ContactMode.Slip });
            return;
        }

        // A box whose middle or edge lies on a node decides normals there by a tie, a sampled form between its samples: every shift and turn breaks it.
        bool hasTies = boundary is Collider { Shape: BoxShape or DistanceShape };
        Require(GradientCheck.Run(setup, parameters, Short), mostCrossed: hasTies ? 0.4 : 0.1);
    }

    [Theory]
    [InlineData("neo-hookean")]
    [InlineData("von-mises")]
    [InlineData("newtonian-fluid")]
    public void Run_MaterialsStateAndGravity_AreRight(string law)
    {
        SimulationSetup setup = GradientSetups.Block(law, new Dictionary<string, double>());
        IReadOnlyList<GradientParameter> parameters = GradientParameters.Of(setup);
        Assert.Contains(parameters, p => p.Name == "material.body.massDensity");
        Assert.Contains(parameters, p => p.Name == "velocity.y");
        Require(GradientCheck.Run(setup, parameters, Short));
    }

    [Fact]
    public void Run_TwoMaterialsAndAnAnimatedOne_AreRight()
    {
        SimulationSetup block = GradientSetups.Block();
        Material animated = new("other", Laws.Find("neo-hookean"), new Dictionary<string, double>(), 900)
        {
            Animated = new Dictionary<string, ScalarCurve> { ["youngsModulus"] = ScalarCurve.Keyframes((0, 5e4), (0.003, 9e4)) },
        };
        ParticleSet particles = block.Particles.Clone();
        for (int p = 0; p < particles.Count; p += 2) particles.Material[p] = 1;
        SimulationSetup setup = block with { Materials = [block.Materials[0], animated], Particles = particles };
        IReadOnlyList<GradientParameter> all = GradientParameters.Of(setup);
        string[] wanted = ["materials.youngsModulus", "material.*.youngsModulus", "velocity.other.x", "position.body.z", "material.other.massDensity"];
        GradientReport report = GradientCheck.Run(setup, GradientParameters.Select(all, wanted), Short);
        Require(report);
        // A common factor of both is the sum of each one's share: the chain rule.
        ParameterCheck Of(string name) => report.Parameters.Single(p => p.Name == name);
        // The second one's curve is not its constant, which the factor acts on as an addition.
        double sum = Of("material.body.youngsModulus").Adjoint * 8e4 + Of("material.other.youngsModulus").Adjoint * Of("material.other.youngsModulus").Value;
        Assert.Equal(sum, Of("materials.youngsModulus").Adjoint, 1e-10 * Math.Abs(sum));
    }

    [Fact]
    public void Run_AWrongDerivative_IsCalledWrong()
    {
        SimulationSetup setup = GradientSetups.Block();
        GradientParameter gravity = GradientParameters.Of(setup).Single(p => p.Name == "gravity.y");
        GradientParameter wrong = new("gravity.y", "m/s^2", gravity.Value, gravity.Size, gravity.With, g => 1.001 * gravity.DerivativeOf(g));
        ParameterCheck check = GradientCheck.Run(setup, [wrong], Short).Parameters[0];
        Assert.Equal(GradientVerdict.Wrong, check.Verdict);
        // 0.001 of 1.001, the larger one.
        Assert.Equal(1e-3, check.RelativeError, 1e-5);
    }

    [Fact]
    public void Run_OnAKink_SaysSoWithItsBranches()
    {
        // All matter at rest beside a wall that it may leave: towards it the wall holds it, away from it nothing does. The slope
        // to one side is not that to the other, and a central difference of any step is their mean.
        SimulationSetup block = GradientSetups.Block();
        ParticleSet still = block.Particles.Clone();
        Array.Clear(still.V);
        SimulationSetup setup = block with
        {
            Particles = still,
            Gravity = default,
            Boundaries = [new PlaneBoundary(ContactMode.Separate, new(0, 0.35, 0), new(0, 1, 0))],
        };
        GradientParameter[] parameters = [.. GradientParameters.Of(setup).Where(p => p.Name is "velocity.y" or "velocity.x")];
        GradientReport report = GradientCheck.Run(setup, parameters, Short);
        ParameterCheck kinked = report.Parameters.Single(p => p.Name == "velocity.y");
        Assert.Equal(GradientVerdict.KinkCrossed, kinked.Verdict);
        Assert.Contains("contacts", kinked.Reason, StringComparison.Ordinal);
        Assert.True(kinked.Branches.Crossed > 0);
        Assert.True(kinked.RelativeError > 0.01);
    }

    [Fact]
    public void Run_WhatDoesNotAct_HasNoEffect()
    {
        SimulationSetup setup = GradientSetups.Block() with { Boundaries = [new PlaneBoundary(ContactMode.Coulomb, default, new(0, 1, 0), 0.3)] };
        GradientParameter[] friction = [.. GradientParameters.Of(setup).Where(p => p.Name == "boundary.0.friction")];
        Assert.Equal(GradientVerdict.NoEffect, GradientCheck.Run(setup, friction, Short).Parameters[0].Verdict);
    }

    [Fact]
    public void Run_AtTheEndOfARange_IsUnresolved()
    {
        SimulationSetup setup = GradientSetups.Block() with { Boundaries = [new PlaneBoundary(ContactMode.Coulomb, default, new(0, 1, 0), 0)] };
        GradientParameter[] friction = [.. GradientParameters.Of(setup).Where(p => p.Name == "boundary.0.friction")];
        ParameterCheck check = GradientCheck.Run(setup, friction, Short).Parameters[0];
        Assert.Equal(GradientVerdict.Unresolved, check.Verdict);
        Assert.Contains("range", check.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ChangedSetupsThatAreRefused_AreUnresolved()
    {
        // The setup as it is can be simulated; with any change its step cannot be meant.
        SimulationSetup setup = GradientSetups.Block();
        GradientParameter refused = new("refused", "1", 1, 1, (s, to) => s with { StepPolicy = s.StepPolicy with { TimeStep = to == 1 ? s.StepPolicy.TimeStep : -1 } }, _ => 0);
        ParameterCheck check = GradientCheck.Run(setup, [refused], Short).Parameters[0];
        Assert.Equal(GradientVerdict.Unresolved, check.Verdict);
        Assert.Contains("broke", check.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ACut_IsRefusedByName()
    {
        CutEvent cut = new(MotionPath.At(default), new(1, 0, 0), new(0, 0, 1), 0.01, new(0, 1));
        SimulationSetup setup = GradientSetups.Block() with { Events = [cut] };
        NotDifferentiableException refused = Assert.Throws<NotDifferentiableException>(() => GradientCheck.Run(setup, [], Short));
        Assert.Equal("Events[0] (CutEvent)", refused.Thing);
    }

    [Fact]
    public void Run_Cancelled_Stops()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => GradientCheck.Run(GradientSetups.Block(), [], Short, cancellation: source.Token));
    }

    [Fact]
    public void Select_AnUnknownName_SuggestsTheNearest()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => GradientParameters.Select(GradientParameters.Of(GradientSetups.Block()), ["gravity.w"]));
        Assert.Contains("gravity", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Growth_OfAnExponential_IsItsRate()
    {
        // Sizes e^(5 t) times the start: the rate is 5, and a thousandfold is reached at ln(1000) / 5.
        double[] times = [.. Enumerable.Range(1, 8).Select(k => 0.1 * k)];
        PerturbationGrowth growth = PerturbationGrowth.Of(1e-8, [.. times.Select(t => 1e-8 * Math.Exp(5 * t))], times);
        Assert.Equal(5, growth.Exponent, 1e-9);
        Assert.Equal(Math.Log(1000) / 5, growth.UsefulHorizon, 1e-9);
        Assert.Equal(Math.Log(2) / 5, growth.DoublingTime, 1e-9);
        // The same faster: the thousandfold lies within.
        PerturbationGrowth fast = PerturbationGrowth.Of(1e-8, [.. times.Select(t => 1e-8 * Math.Exp(20 * t))], times);
        Assert.Equal(Math.Log(1000) / 20, fast.UsefulHorizon, 1e-9);
        Assert.Equal(20, fast.Exponent, 1e-9);
        // What does not grow has no end.
        Assert.Equal(double.PositiveInfinity, PerturbationGrowth.Of(1e-8, [.. times.Select(_ => 1e-8)], times).UsefulHorizon);
    }

    [Fact]
    public void Losses_Derivatives_AreTheCentralDifferences()
    {
        SimulationSetup setup = GradientSetups.Block();
        foreach (GradientLoss loss in GradientLosses.All)
        {
            ParticleSet state = setup.Particles.Clone();
            for (int i = 0; i < state.X.Length; i++) state.X[i] += 0.01 * Math.Sin(i);
            for (int i = 0; i < state.F.Length; i++) state.F[i] += 0.1 * Math.Cos(i);
            StateCotangents claimed = loss.DerivativesOf(setup, state);
            Compare(state.X, claimed.Positions);
            Compare(state.V, claimed.Velocities);
            Compare(state.F, claimed.DeformationGradients);

            // All of them are at most quadratic: central differences are exact but for rounding.
            void Compare(double[] values, double[]? derivatives)
            {
                for (int i = 4; i < values.Length; i += 17)
                {
                    (double difference, _) = FourthOrder.Derivative(
                        v => { v.CopyTo(values, 0); return loss.ValueOf(setup, state, out double magnitude); }, [.. values], i, 1, derivatives?[i] ?? 0, 1e-5);
                    Assert.Equal(difference, derivatives?[i] ?? 0, 1e-9 * (1 + Math.Abs(difference)));
                }
            }
        }
    }

    internal static void Require(GradientReport report, double mostCrossed = 0.1)
    {
        foreach (ParameterCheck check in report.Parameters)
        {
            bool isFine = check.Verdict is GradientVerdict.Right or GradientVerdict.NoEffect
                // Frictions and restitutions of 0 can only grow; and what one node decides by a tie every shift breaks.
                || (check.Verdict == GradientVerdict.Unresolved && check.Reason.Contains("range", StringComparison.Ordinal))
                || check.Verdict == GradientVerdict.KinkCrossed;
            Assert.True(isFine, $"{check.Name}: {check.Verdict}, {check.Reason}: adjoint {check.Adjoint:g10}, difference {check.Difference:g10}");
        }

        // What never acts shows nothing.
        if (report.Parameters.Count > 0) Assert.Contains(report.Parameters, p => p.Verdict == GradientVerdict.Right && p.Adjoint != 0);
        int crossed = report.Parameters.Count(p => p.Verdict == GradientVerdict.KinkCrossed);
        Assert.True(crossed <= mostCrossed * report.Parameters.Count, $"{crossed} of {report.Parameters.Count} cross a kink");
    }
}
