namespace Splatsim.Tests;

/// <summary>Compares the tape's gradient of a scene with central differences of fourth order, at the best of four steps.</summary>
internal sealed class SceneGradientCheck
{
    // Derivatives far below the largest of their kind are rounding of a difference of the whole loss.
    private const double Floor = 1e-2, Smallest = 1e-4;

    // Slopes to either side that differ by more, and do not come together with smaller steps, are those of two branches.
    private const double KinkTolerance = 1e-5;

    // Of a size; its rounding is 1e-8 of the loss.
    private const double ClosestStep = 1e-6;

    /// <summary>Entries compared.</summary>
    public int Compared { get; private set; }

    /// <summary>Entries left out because a branch (yield, tip, contact, a field's cell) lies within the steps.</summary>
    public int Crossed { get; private set; }

    /// <summary>Largest difference of a compared entry, relative.</summary>
    public double Worst { get; private set; }

    /// <summary>Which entry that was.</summary>
    public string WorstEntry { get; private set; } = "";

    public void Run(AdjointScene scene, int seed, double tolerance, int perKind = 2)
    {
        double[] gradient = scene.Gradient(), inputs = [.. scene.Inputs];
        foreach (int input in scene.Probes(seed, perKind))
        {
            double size = scene.SizeOf(input);
            (double expected, bool isKink) = FourthOrder.Derivative(scene.Value, inputs, input, size, gradient[input], KinkTolerance);
            double scale = Math.Max(Math.Max(Math.Abs(expected) * size, Floor * scene.ScaleOf(input, gradient)), Smallest);
            double difference = Math.Abs(gradient[input] - expected) * size / scale;
            // A branch within the smallest stencil, and the input not on it: a closer look.
            if (!(difference <= tolerance))
            {
                double closer = FourthOrder.Derivative(scene.Value, inputs, input, size, ClosestStep);
                difference = Math.Min(difference, Math.Abs(gradient[input] - closer) * size / scale);
            }

            // What differences disagree about among themselves they cannot say.
            if (!(difference <= tolerance) && (isKink || FourthOrder.Spread(scene.Value, inputs, input, size) * size > tolerance * scale))
            {
                Crossed++;
                continue;
            }

            Compared++;
            if (difference <= Worst) continue;
            Worst = double.IsNaN(difference) ? double.PositiveInfinity : difference;
            WorstEntry = $"input {input}: adjoint {gradient[input]:g10}, difference {expected:g10}";
        }
    }
}
