using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Tests;

namespace Splatsim.Fitting.Tests;

/// <summary>Everything that a fit can look for: its gradient by free numbers against central differences, and what it does at its edges.</summary>
public sealed class RolloutFitTests
{
    private const double CellSize = 0.1, FrameDuration = 0.02;

    // In double over 20 substeps: fourth-order differences of a loss of size 1, relative to the largest derivative of their unknown.
    private const double Tolerance = 1e-5;

    private static readonly Dictionary<string, Func<IUnknown>> Unknowns = new()
    {
        ["material"] = () => new MaterialUnknown(1, "youngsModulus", 8e3, ParameterTransform.Logarithm),
        ["motion"] = () => new MotionUnknown(new(0.3, 0.2, -0.1), new(2, -1, 3)),
        ["motion of one body"] = () => new MotionUnknown(new(0.3, 0.2, -0.1), new(2, -1, 3), material: 1),
        ["curve"] = () => new CurveUnknown(0, "activation", [0, 0.015, 0.03], [0.3, 0.6, 0.4], ParameterTransform.Logit),
        ["field"] = () => new FieldUnknown(1, "youngsModulus", (2, 2, 1), 6e3, ParameterTransform.BoundedLogarithm(1e3, 1e5)),
    };

    public static TheoryData<string> Names => new(Unknowns.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Evaluate_EveryUnknown_DerivesByItsFreeNumbers(string name)
    {
        RolloutFit fit = Fit(Unknowns[name]());
        double[] at = fit.Start, gradient = new double[at.Length];
        fit.Evaluate(at, gradient);
        double largest = gradient.Max(Math.Abs);
        Assert.True(largest > 0);
        for (int i = 0; i < at.Length; i++)
        {
            (double expected, _) = FourthOrder.Derivative(free => fit.Evaluate(free, new double[free.Length]), at, i, 1, gradient[i], Tolerance);
            Assert.True(Math.Abs(gradient[i] - expected) <= Tolerance * largest, $"{fit.Parameters[i].Name}: {gradient[i]:g10}, differences {expected:g10}");
        }
    }

    [Fact]
    public void Evaluate_SeveralUnknowns_EachReadsItsOwn()
    {
        // One at a time with the others' starts put into the setup must give what all together give.
        IUnknown[] all = [Unknowns["motion"](), Unknowns["curve"](), Unknowns["field"]()];
        RolloutFit together = Fit(all);
        double[] gradient = new double[together.Start.Length];
        double loss = together.Evaluate(together.Start, gradient);
        int first = 0;
        foreach (IUnknown one in all)
        {
            SimulationSetup setup = Setup();
            foreach (IUnknown other in all)
                if (other != one) setup = other.Put(setup, [.. other.Parameters.Select(p => p.Start)]);
            // A field's boxes come last.
            if (one is not FieldUnknown && all[^1] is FieldUnknown) Assert.Equal(setup.Materials.Count, together.Setup(together.Values(together.Start)).Materials.Count);
            double[] own = new double[one.Parameters.Count];
            RolloutFit alone = new(new Rollout(), Task(setup), one);
            Assert.Equal(loss, alone.Evaluate(alone.Start, own), 1e-12 * loss);
            for (int i = 0; i < own.Length; i++) Assert.Equal(own[i], gradient[first + i], 1e-10 * own.Max(Math.Abs));
            first += own.Length;
        }
    }

    [Fact]
    public void Field_ItsBoxes_ShareTheMaterialsParticles()
    {
        FieldUnknown field = new(1, "youngsModulus", (2, 2, 1), 6e3, ParameterTransform.Logarithm);
        SimulationSetup setup = Setup(), put = field.Put(setup, [1e3, 2e3, 3e3, 4e3]);
        Assert.Equal(6, put.Materials.Count);
        for (int p = 0; p < put.Particles.Count; p++)
        {
            if (setup.Particles.Material[p] == 0)
            {
                Assert.Equal(0, put.Particles.Material[p]);
                continue;
            }

            // The upper cube lies in 0.2 to 0.4 along x and y.
            int box = (setup.Particles.X[3 * p] > 0.3 ? 1 : 0) + (setup.Particles.X[3 * p + 1] > 0.3 ? 2 : 0);
            Assert.Equal(1e3 * (box + 1), put.Materials[put.Particles.Material[p]].Parameters["youngsModulus"]);
        }

        Assert.Equal((2, 2, 1), (field.Shape.Width, field.Shape.Height, field.Shape.Depth));
        Assert.Equal(1, setup.Particles.Material[^1]);
    }

    [Fact]
    public void Material_ThatAFieldHasTaken_IsRefused()
    {
        RolloutFit fit = Fit(Unknowns["field"](), new MaterialUnknown(1, "poissonsRatio", 0.3, ParameterTransform.Bounded(0, 0.49)));
        Assert.Contains("field", Assert.Throws<ArgumentException>(() => fit.Evaluate(fit.Start, new double[5])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryUnknown_OfAMaterialThatAFieldHasTaken_IsRefused()
    {
        // None of its particles is left, so that every derivative by it would be 0.
        IUnknown[] others =
        [
            new MaterialUnknown(1, "poissonsRatio", 0.3, ParameterTransform.Bounded(0, 0.49)),
            new CurveUnknown(1, "youngsModulus", [0, 0.03], [6e3, 7e3], ParameterTransform.Logarithm),
            new MotionUnknown(default, default, material: 1),
            new FieldUnknown(1, "poissonsRatio", (1, 1, 2), 0.3, ParameterTransform.Bounded(0, 0.49)),
        ];
        foreach (IUnknown other in others)
        {
            foreach (RolloutFit fit in (RolloutFit[])[Fit(Unknowns["field"](), other), Fit(other, Unknowns["field"]())])
            {
                ArgumentException refused = Assert.Throws<ArgumentException>(() => fit.Evaluate(fit.Start, new double[fit.Start.Length]));
                Assert.Contains("no particle is of material 1", refused.Message, StringComparison.Ordinal);
                Assert.Empty(fit.Steps);
            }
        }
    }

    [Fact]
    public void Constant_ThatACurveHides_IsRefused()
    {
        IUnknown curve = Unknowns["curve"](), other = new CurveUnknown(1, "YoungsModulus", [0, 0.03], [6e3, 7e3], ParameterTransform.Logarithm);
        IUnknown constant = new MaterialUnknown(0, "activation", 0.3, ParameterTransform.Logit);
        foreach (IUnknown[] both in (IUnknown[][])[[constant, curve], [curve, constant], [Unknowns["material"](), other]])
            Assert.Contains("fit only one of both", Assert.Throws<ArgumentException>(() => Fit(both)).Message, StringComparison.Ordinal);
        // A curve of the setup itself hides it as well, and one of another parameter or material does not.
        RolloutTask animated = Task(curve.Put(Setup(), [.. curve.Parameters.Select(p => p.Start)]));
        ArgumentException refused = Assert.Throws<ArgumentException>(() => new RolloutFit(new Rollout(), animated, constant));
        Assert.Contains("'activation[0]'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("take it out", refused.Message, StringComparison.Ordinal);
        IUnknown field = new FieldUnknown(0, "activation", (2, 1, 1), 0.3, ParameterTransform.Logit);
        Assert.Contains("take it out", Assert.Throws<ArgumentException>(() => new RolloutFit(new Rollout(), animated, field)).Message, StringComparison.Ordinal);
        RolloutFit fit = new(new Rollout(), animated, Unknowns["material"]());
        double[] gradient = [0];
        fit.Evaluate(fit.Start, gradient);
        Assert.NotEqual(0, gradient[0]);
    }

    [Fact]
    public void Names_OfTwoMaterials_Differ()
    {
        RolloutFit fit = Fit(
            new MaterialUnknown(0, "youngsModulus", 1e4, ParameterTransform.Logarithm), new MaterialUnknown(1, "youngsModulus", 8e3, ParameterTransform.Logarithm),
            new MotionUnknown(default, default, material: 0), new MotionUnknown(default, default, material: 1));
        Assert.Equal(["youngsModulus[0]", "youngsModulus[1]", "velocityX[0]"], fit.Parameters.Take(3).Select(p => p.Name));
        RolloutFit fields = Fit(
            new FieldUnknown(0, "youngsModulus", (2, 1, 1), 1e4, ParameterTransform.Logarithm), new FieldUnknown(1, "youngsModulus", (2, 1, 1), 8e3, ParameterTransform.Logarithm));
        Assert.Equal(["youngsModulus[0] in box 0,0,0", "youngsModulus[0] in box 1,0,0", "youngsModulus[1] in box 0,0,0"], fields.Parameters.Take(3).Select(p => p.Name));
        // Names that differ do not make a motion of all and one of a part independent.
        Assert.Throws<ArgumentException>(() => Fit(new MotionUnknown(default, default), new MotionUnknown(default, default, material: 1)));
        double[] gradient = new double[4];
        fields.Evaluate(fields.Start, gradient);
        Assert.DoesNotContain(0, gradient);
    }

    [Fact]
    public void Regularise_AddsItsLossOfTheFreeNumbers()
    {
        IUnknown field = Unknowns["field"]();
        RolloutFit plain = Fit(field), held = Fit(field).Regularise(field, 3, t => new SmoothnessLoss(t));
        double[] free = [0.1, -0.2, 0.3, 0.05], without = new double[4], with = new double[4], own = new double[4];
        double added = new SmoothnessLoss(field.Shape).Evaluate(free, own);
        Assert.Equal(plain.Evaluate(free, without) + 3 * added, held.Evaluate(free, with), 1e-12);
        for (int i = 0; i < 4; i++) Assert.Equal(without[i] + 3 * own[i], with[i], 1e-9);
        Assert.Throws<ArgumentException>(() => plain.Regularise(Unknowns["field"](), 1, t => new SmoothnessLoss(t)));
    }

    [Fact]
    public void Evaluate_WhatDoesNotSimulate_IsNotANumber()
    {
        // So stiff that the given step would be unstable.
        RolloutFit fit = Fit(new MaterialUnknown(1, "youngsModulus", 8e3, ParameterTransform.Logarithm));
        double[] gradient = [0];
        Assert.Equal(double.NaN, fit.Evaluate([Math.Log(1e9)], gradient));
        Assert.Equal(double.NaN, gradient[0]);
        Assert.Equal(double.NaN, fit.Steps[^1].Loss);
        Assert.Equal(1e9, fit.Steps[^1].Values[0], 1e-3);
    }

    [Fact]
    public void Evaluate_ValuesThatTheSetupRefuses_AreNotANumber_OnceOthersWereTaken()
    {
        // 0.5 is out of the law's range.
        RolloutFit fit = Fit(new MaterialUnknown(1, "poissonsRatio", 0.3, ParameterTransform.Identity));
        double[] gradient = [0];
        Assert.Throws<SimulationSetupException>(() => fit.Evaluate([0.5], gradient));
        Assert.True(double.IsFinite(fit.Evaluate([0.3], gradient)));
        Assert.Equal(double.NaN, fit.Evaluate([0.5], gradient));
        Assert.Equal(double.NaN, gradient[0]);
        // Another part of the clip starts anew.
        fit.Horizon = 1;
        Assert.Throws<SimulationSetupException>(() => fit.Evaluate([0.5], gradient));
    }

    [Fact]
    public void Minimise_GrowingClip_FindsWhatMovedIt()
    {
        MotionUnknown truth = new(default, default);
        SimulationSetup moved = truth.Put(Setup(), [0.4, 0.3, -0.2, 2, -3, 1]);
        RolloutTask task = new(Setup(), FrameDuration) { States = Rollout.Track(moved, FrameDuration, 2, weight: 100) };
        RolloutFit fit = new(new Rollout(), task, new MotionUnknown(default, default));
        double[] found = fit.Values(fit.Minimise(null, 1, 2).Parameters);
        double[] expected = [0.4, 0.3, -0.2, 2, -3, 1];
        // The observations are those of the fast back end, in floats.
        for (int i = 0; i < 6; i++) Assert.Equal(expected[i], found[i], 1e-3);
        Assert.Equal([1, 2], fit.Steps.Select(s => s.Frames).Distinct());
        string[] lines = fit.ToCsv().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(fit.Steps.Count + 1, lines.Length);
        Assert.StartsWith("evaluation,frames,loss,\"velocityX\"", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Track_Noise_HasItsSpread_AndIsTheSameEveryTime()
    {
        const double Noise = 1e-2;
        double[] Residuals(int seed)
        {
            StateLoss track = Rollout.Track(Setup(), FrameDuration, 1, 1, Noise, new Random(seed))[0];
            StateLoss exact = Rollout.Track(Setup(), FrameDuration, 1, 1)[0];
            double[] nothing = new double[3 * Setup().Particles.Count], a = new double[nothing.Length], b = new double[nothing.Length];
            track.Loss.Evaluate(nothing, a);
            exact.Loss.Evaluate(nothing, b);
            // The gradient of the mean square is -2/n of the target.
            return [.. a.Select((x, i) => 0.5 * nothing.Length * (b[i] - x))];
        }

        double[] once = Residuals(5);
        Assert.Equal(once, Residuals(5));
        // Of n numbers the spread is known within 1/sqrt(2 n): four of those.
        double spread = Math.Sqrt(once.Average(x => x * x));
        Assert.InRange(spread, Noise * (1 - 4 / Math.Sqrt(2.0 * once.Length)), Noise * (1 + 4 / Math.Sqrt(2.0 * once.Length)));
        Assert.Throws<ArgumentException>(() => Rollout.Track(Setup(), FrameDuration, 1, 1, Noise));
    }

    private static RolloutFit Fit(params IUnknown[] unknowns) => new(new Rollout(), Task(Setup()), unknowns);

    private static RolloutTask Task(SimulationSetup setup)
    {
        double[] target = [.. setup.Particles.X.Select((x, i) => x + 0.02 * Math.Sin(i))];
        int count = setup.Particles.Count;
        return new(setup, FrameDuration)
        {
            States = [new(1, StatePart.Positions, 1e3, new SquaredLoss(new(count, 1, 3, target))), new(2, StatePart.Velocities, 1, new SquaredLoss(new(count, 1, 3, new double[3 * count])))],
        };
    }

    // A cube of jelly on one of muscle, both falling, and stretched and sheared by how they move.
    private static SimulationSetup Setup()
    {
        ParticleSet lower = ParticleLattices.Box(new(0.2, 0, 0), 4, 4, 4, CellSize / 2, 1000), upper = ParticleLattices.Box(new(0.2, 0.2, 0), 4, 4, 4, CellSize / 2, 1000, material: 1);
        ParticleSet both = ParticleSet.Join(lower, upper);
        for (int p = 0; p < both.Count; p++) (both.V[3 * p], both.V[3 * p + 1]) = (both.X[3 * p + 1], 2 * both.X[3 * p + 1]);
        return new()
        {
            Domain = GridDomain.Around(new(-0.2, -0.4, -0.4), new(0.8, 0.8, 0.6), CellSize),
            Particles = both,
            Materials =
            [
                new Material("muscle", Laws.Find("muscle"), new Dictionary<string, double> { ["youngsModulus"] = 1e4, ["activeStress"] = 4e3, ["fibreStiffness"] = 2e3 }, 1000),
                new Material("jelly", Laws.Find("neo-hookean"), new Dictionary<string, double> { ["youngsModulus"] = 6e3, ["poissonsRatio"] = 0.3 }, 1000),
            ],
            Gravity = new Vector3<Real64>(0, -9.81, 0),
            StepPolicy = StepPolicy.Fixed(FrameDuration / 10),
        };
    }
}
