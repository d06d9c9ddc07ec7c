using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Simulation.Kernels;

namespace Splatsim.Tests;

/// <summary>
/// Gradients of a device's tape against those of the reference in double, tensor by tensor, relative to the largest entry of each. Tolerance:
/// that of <see cref="SimulationAdjointTests"/>.
/// </summary>
internal static class TapeComparison
{
    private const double Tolerance = 1e-3;

    /// <summary>Fails where the device has another gradient, in shared memory or in fixed order, or not the same bits in all runs in fixed order, one of them
    /// in a domain without bounds.</summary>
    /// <param name="setup">What is simulated.</param>
    /// <param name="duration">How long [s].</param>
    /// <param name="seed">What a loss says of the last state.</param>
    /// <returns>The reference's gradient.</returns>
    public static SimulationGradient Check(SimulationSetup setup, double duration, StateCotangents seed)
    {
        List<SimulationGradient> gradients = [];
        Check(start =>
        {
            gradients.Add(Run(start(setup), duration, seed));
            return Tensors(gradients[^1], setup);
        });
        return gradients[0];
    }

    /// <summary>The same of a scene that runs its own tape.</summary>
    /// <param name="gradient">From who starts a tape to the tensors.</param>
    public static void Check(Func<Func<SimulationSetup, SimulationTape>, IReadOnlyList<Tensor>> gradient)
    {
        IReadOnlyList<Tensor> exact = OfReference(SimulationPrecision.Double), single = OfReference(SimulationPrecision.Single);
        // A kink that rounding decides has two derivatives: where single precision takes the other one, that one is asked for.
        bool isKinked = !IsClose(exact, single, isTold: false);
        if (isKinked) TestContext.Current.TestOutputHelper?.WriteLine("rounding decides a kink");
        IReadOnlyList<Tensor> inFixedOrder = OfDevice(isDeterministic: true);
        foreach (IReadOnlyList<Tensor> actual in (IReadOnlyList<Tensor>[])[inFixedOrder, OfDevice(isDeterministic: false)])
            Assert.True(IsClose(isKinked ? single : exact, actual, isTold: true), $"a difference of more than {Tolerance} of the largest entry of its kind; see the output");

        // Where blocks are found does not change the order of any sum.
        IReadOnlyList<Tensor> again = OfDevice(isDeterministic: true), withoutBounds = OfDevice(isDeterministic: true, isUnbounded: true);
        for (int t = 0; t < again.Count; t++)
        {
            Assert.Equal(inFixedOrder[t].Values, again[t].Values);
            Assert.Equal(inFixedOrder[t].Values, withoutBounds[t].Values);
        }

        IReadOnlyList<Tensor> OfReference(SimulationPrecision precision) =>
            gradient(s => new(s with { Backend = SimulationBackend.Reference, Precision = precision }));

        IReadOnlyList<Tensor> OfDevice(bool isDeterministic, bool isUnbounded = false) =>
            gradient(s => Start(s with { Domain = s.Domain with { IsUnbounded = isUnbounded } }, new() { IsDeterministic = isDeterministic }));
    }

    /// <summary>A tape on the shared device.</summary>
    public static SimulationTape Start(SimulationSetup setup, DeviceOptions options, TapeOptions? tape = null)
    {
        ComputeDevice device = OpenClDevice.Required;
        return new(setup with { Backend = SimulationBackend.Device, Precision = null }, tape, s => new DeviceTapeEngine(s, device, ownsDevice: false, options));
    }

    private static SimulationGradient Run(SimulationTape tape, double duration, StateCotangents seed)
    {
        using (tape)
        {
            tape.Advance(duration);
            return tape.Reverse(frame => frame == 1 ? seed : null);
        }
    }

    private static bool IsClose(IReadOnlyList<Tensor> expected, IReadOnlyList<Tensor> actual, bool isTold)
    {
        bool isClose = true;
        for (int t = 0; t < expected.Count; t++)
        {
            double[] e = expected[t].Values, a = actual[t].Values;
            double largest = e.Select(Math.Abs).DefaultIfEmpty(0).Max(), worst = 0;
            int at = 0;
            for (int i = 0; i < e.Length; i++)
            {
                double difference = Math.Abs(a[i] - e[i]) / (largest > 0 ? largest : 1);
                if (double.IsNaN(difference)) difference = double.PositiveInfinity;
                if (difference > worst) (worst, at) = (difference, i);
            }

            isClose &= worst <= Tolerance;
            if (isTold && e.Length > 0) TestContext.Current.TestOutputHelper?.WriteLine($"{expected[t].Name}: {worst:g3} of its largest entry; [{at}] is {a[at]:g7}, not {e[at]:g7}");
        }

        return isClose;
    }

    private static List<Tensor> Tensors(SimulationGradient g, SimulationSetup setup) =>
    [
        new("x", g.Positions), new("v", g.Velocities), new("C", g.AffineVelocities), new("F", g.DeformationGradients), new("mass", g.Masses),
        new("volume", g.RestVolumes), new("gravity", Numbers(g.Gravity)), new("surface tension", [g.SurfaceTension]),
        new("tracer x", g.TracerPositions), new("tracer F", g.TracerDeformationGradients), new("parameters", Changes(g, setup)),
        new("keyframes", [.. g.Keyframes.SelectMany(k => k.OrderBy(v => v.Key, StringComparer.Ordinal)).SelectMany(k => k.Value)]),
        new("friction", [.. g.Boundaries.Select(b => b.Friction)]), new("restitution", [.. g.Boundaries.Select(b => b.Restitution)]),
        new("boundary x", [.. g.Boundaries.SelectMany(b => Numbers(b.Position))]), new("boundary v", [.. g.Boundaries.SelectMany(b => Numbers(b.Velocity))]),
        new("boundary w", [.. g.Boundaries.SelectMany(b => Numbers(b.AngularVelocity))]),
        .. g.Bodies.SelectMany((b, i) => (Tensor[])
        [
            new($"body {i} x", Numbers(b.Position)), new($"body {i} turn", Numbers(b.Turn)), new($"body {i} v", Numbers(b.Velocity)),
            new($"body {i} w", Numbers(b.AngularVelocity)), new($"body {i} mass", [b.Mass]), new($"body {i} friction", [b.Friction]),
            new($"body {i} restitution", [b.Restitution]),
        ]),
    ];

    // Coefficients are of different units: by a change of each relative to its value.
    private static double[] Changes(SimulationGradient g, SimulationSetup setup) => [.. Enumerable.Range(0, setup.Particles.Count).SelectMany(p =>
    {
        double[] values = LawNumbers.ToArray(setup.Materials[setup.Particles.Material[p]].UserParametersAt(0));
        return values.Select((v, k) => v * g.Parameters[SimulationGradient.ParameterWidth * p + k]);
    })];

    private static double[] Numbers(Vector3<Real64> v) => [v.X.Value, v.Y.Value, v.Z.Value];

    /// <summary>Numbers of one kind.</summary>
    public sealed record Tensor(string Name, double[] Values);
}
