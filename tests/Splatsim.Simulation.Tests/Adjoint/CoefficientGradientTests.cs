using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Derivatives by the coefficients of forces and events, against central differences of fourth order.</summary>
public sealed class CoefficientGradientTests
{
    // As for the state: three substeps in double. The shares of a grab are floats: differences by its radius are rounded to 6e-8 of a
    // change of 3e-3.
    private const double Tolerance = 1e-5, ShareTolerance = 1e-4;

    private static readonly Vector3<Real64> Middle = new(0.33, 0.34, 0.31);

    private static readonly Dictionary<string, (double[] Values, string[] Names, Func<double[], IForce> Make)> Table = new()
    {
        ["gravity"] = ([1, 2, -3], ["accelerationX", "accelerationY", "accelerationZ"], c => new GravityForce(VectorCurve.Constant(new(c[0], c[1], c[2])))),
        ["wind"] = ([6, 1, -2, 1.2, 1.1], ["velocityX", "velocityY", "velocityZ", "airDensity", "dragCoefficient"],
            c => new WindForce(VectorCurve.Constant(new(c[0], c[1], c[2]))) { AirDensity = c[3], DragCoefficient = c[4] }),
        ["attractor"] = ([0.02, 0.1, 0.4, 0.3, 0.35], ["strength", "softening", "positionX", "positionY", "positionZ"],
            c => new AttractorForce(MotionPath.At(new(c[2], c[3], c[4])), c[0], c[1])),
        ["blast"] = ([300, 0.6, 0.22, 0.3, 0.45], ["acceleration", "radius", "pointX", "pointY", "pointZ"],
            c => new BlastForce(new(c[2], c[3], c[4]), c[0], c[1], 0, 0.01)),
        ["vortex"] = ([20, 0.07, 30, 0.36, 0.33, 0.29], ["angularSpeed", "coreRadius", "rate", "pointX", "pointY", "pointZ"],
            c => new VortexForce(new(c[3], c[4], c[5]), new(1, 2, 3), c[0], c[1], c[2])),
        ["buoyancy"] = ([1200, 0.33, 0.34, 0.31], ["density", "surfaceX", "surfaceY", "surfaceZ"],
            c => new BuoyancyForce(new(c[1], c[2], c[3]), new(1, 2, -9), c[0])),
        ["field"] = ([40], ["rate"], c => new FieldForce(Steady()) { Rate = c[0] }),
        ["damping"] = ([20], ["rate"], c => new DampingForce(c[0])),
        ["grab"] = ([200, 0.8, 0.15, 0.33, 0.34, 0.31], ["stiffness", "dampingRatio", "radius", "positionX", "positionY", "positionZ"],
            c => new GrabForce(MotionPath.Linear(new(c[3], c[4], c[5]), new(0.5, -0.5, 1)), c[2], c[0], c[1])),
    };

    public static TheoryData<string> Keys => [.. Forces.All.Select(f => f.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Reverse_CoefficientsOfEveryForce_AreTheCentralDifferences(string key)
    {
        (double[] values, string[] names, Func<double[], IForce> make) = Table[key];
        AdjointScene scene = Scene([make(values)]);
        CoefficientGradient gradient = Gradient(scene).Forces[0];
        Check(key == "grab" ? ShareTolerance : Tolerance, values, names, gradient, c => { AdjointScene moved = Scene([make(c)]); return moved.Value(moved.Inputs); });
    }

    [Fact]
    public void Reverse_Events_AreTheCentralDifferences()
    {
        double[] values = [0.3, -0.2, 0.1, 0.5, 0.4, -0.6, 0.2, 0.3, 0.7];
        string[] impulse = ["forceX", "forceY", "forceZ"];
        string[] velocity = ["velocityX", "velocityY", "velocityZ", "angularVelocityX", "angularVelocityY", "angularVelocityZ"];
        AdjointScene scene = Scene([]);
        using SimulationTape tape = new(scene.Setup(scene.Inputs) with { Events = Events(values) });
        tape.Advance(scene.Substeps * scene.TimeStep);
        SimulationGradient gradient = tape.Reverse(f => f == 1 ? Seed() : null);
        CoefficientGradient both = new();
        foreach (string name in impulse) both.Add(name, gradient.Events[0][name]);
        foreach (string name in velocity) both.Add(name, gradient.Events[1][name]);
        Check(Tolerance, values, [.. impulse, .. velocity], both, Value);

        StateCotangents Seed() => scene.Seed() with { History = null, TracerPositions = null, TracerDeformationGradients = null };

        double Value(double[] c)
        {
            using SimulationTape moved = new(scene.Setup(scene.Inputs) with { Events = Events(c) });
            moved.Advance(scene.Substeps * scene.TimeStep);
            StateCotangents seed = Seed();
            ParticleSet state = Bodies.StateOf(moved.Simulator);
            return Sum(seed.Positions!, state.X) + Sum(seed.Velocities!, state.V) + Sum(seed.AffineVelocities!, state.C) + Sum(seed.DeformationGradients!, state.F);
        }

        static IParticleEvent[] Events(double[] c) =>
        [
            new ImpulseEvent(ParticleRegion.Around(Middle, new(0.03, 1, 1)), new(c[0], c[1], c[2]), new TimeWindow(0, 1)),
            new VelocityEvent(ParticleRegion.Around(Middle, new(1, 0.02, 1)), new(c[3], c[4], c[5]))
            {
                AngularVelocity = new(c[6], c[7], c[8]),
                Pivot = Middle,
            },
            new PinEvent(ParticleRegion.Around(Middle, new(1, 1, 0.005)), new TimeWindow(0, 1)),
        ];
    }

    private static void Check(double tolerance, double[] values, string[] names, CoefficientGradient gradient, Func<double[], double> function)
    {
        double largest = names.Select((n, i) => Math.Abs(gradient[n]) * Size(i)).Max();
        Assert.True(largest > 0);
        for (int i = 0; i < names.Length; i++)
        {
            (double expected, _) = FourthOrder.Derivative(function, values, i, Size(i), gradient[names[i]], Tolerance);
            double scale = Math.Max(Math.Abs(expected) * Size(i), 1e-2 * largest);
            double difference = Math.Abs(gradient[names[i]] - expected) * Size(i) / scale;
            Assert.True(difference <= tolerance, $"{names[i]}: adjoint {gradient[names[i]]:g10}, difference {expected:g10} ({difference:g3})");
        }

        double Size(int i) => Math.Abs(values[i]);
    }

    private static AdjointScene Scene(IReadOnlyList<IForce> forces) => new(Laws.Find("neo-hookean"), null, forces, substeps: 3, seed: 21);

    private static SimulationGradient Gradient(AdjointScene scene)
    {
        using SimulationTape tape = new(scene.Setup(scene.Inputs));
        tape.Advance(scene.Substeps * scene.TimeStep);
        return tape.Reverse(f => f == 1 ? scene.Seed() : null);
    }

    private static VectorField Steady() => new(default, new(0.3, 0.3, 0.3), 3, 3, 3, [0], [.. Enumerable.Range(0, 81).Select(i => (float)Math.Sin(0.7 * i))]);

    private static double Sum(double[] weights, double[] values) => weights.Zip(values, (w, v) => w * v).Sum();
}
