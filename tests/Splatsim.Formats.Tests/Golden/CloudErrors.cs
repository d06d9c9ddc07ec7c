using Splatsim.Splats;

namespace Splatsim.Formats.Tests.Golden;

/// <summary>The largest differences between a cloud and what was expected.</summary>
internal sealed class CloudErrors
{
    internal double Position { get; private set; }

    internal double LogScale { get; private set; }

    /// <summary>After the sigmoid.</summary>
    internal double Opacity { get; private set; }

    internal double RotationDegrees { get; private set; }

    internal double Constant { get; private set; }

    internal double Harmonic { get; private set; }

    internal double HarmonicRootMeanSquare { get; private set; }

    /// <summary>Compares row by row.</summary>
    /// <param name="cloud">What was read.</param>
    /// <param name="expected">What is right.</param>
    /// <param name="rows">For each expected row the cloud's row; null for the same.</param>
    internal static CloudErrors Between(GaussianCloud cloud, ExpectedCloud expected, int[]? rows = null)
    {
        CloudErrors errors = new();
        int coefficients = expected.Sh.Length / Math.Max(1, expected.Count) / 3;
        double sum = 0;
        for (int i = 0; i < expected.Count; i++)
        {
            int row = rows?[i] ?? i;
            for (int axis = 0; axis < 3; axis++)
            {
                errors.Position = Larger(errors.Position, cloud.GeometryColumns[axis][row], expected.Means[3 * i + axis]);
                errors.LogScale = Larger(errors.LogScale, cloud.GeometryColumns[7 + axis][row], expected.LogScales[3 * i + axis]);
                errors.Constant = Larger(errors.Constant, cloud.ShColumns[axis][row], expected.Sh[3 * coefficients * i + axis]);
            }

            errors.Opacity = Larger(errors.Opacity, Sigmoid(cloud.OpacityLogit[row]), Sigmoid(expected.OpacityLogits[i]));
            errors.RotationDegrees = Math.Max(errors.RotationDegrees, Angle(cloud, row, expected.Quaternions.AsSpan(4 * i, 4)));
            for (int k = 3; k < 3 * Math.Min(coefficients, cloud.ShCoefficientCount); k++)
            {
                double difference = Math.Abs(cloud.ShColumns[k][row] - expected.Sh[3 * coefficients * i + k]);
                errors.Harmonic = Math.Max(errors.Harmonic, double.IsNaN(difference) ? double.PositiveInfinity : difference);
                sum += difference * difference;
            }
        }

        errors.HarmonicRootMeanSquare = coefficients > 1 ? Math.Sqrt(sum / (expected.Count * 3.0 * (coefficients - 1))) : 0;
        return errors;
    }

    /// <summary>For each expected row the nearest row of the cloud, for formats that reorder.</summary>
    internal static int[] MatchByPosition(GaussianCloud cloud, ExpectedCloud expected)
    {
        int[] rows = new int[expected.Count];
        for (int i = 0; i < rows.Length; i++)
        {
            double best = double.PositiveInfinity;
            for (int row = 0; row < cloud.Count; row++)
            {
                double dx = cloud.X[row] - expected.Means[3 * i];
                double dy = cloud.Y[row] - expected.Means[3 * i + 1];
                double dz = cloud.Z[row] - expected.Means[3 * i + 2];
                double distance = dx * dx + dy * dy + dz * dz;
                if (distance >= best) continue;
                best = distance;
                rows[i] = row;
            }
        }

        return rows;
    }

    public override string ToString() =>
        $"position {Position:G3}, log-scale {LogScale:G3}, opacity {Opacity:G3}, rotation {RotationDegrees:G3} degrees, f_dc {Constant:G3}, harmonics {Harmonic:G3} (rms {HarmonicRootMeanSquare:G3})";

    // Equal infinities differ by 0.
    private static double Larger(double largest, double a, double b)
    {
        if (a.Equals(b)) return largest;
        double difference = Math.Abs(a - b);
        return double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(largest, difference);
    }

    private static double Sigmoid(double logit) => 1 / (1 + Math.Exp(-logit));

    // From the chord between unit quaternions, which is accurate for small angles; q and -q are one rotation.
    private static double Angle(GaussianCloud cloud, int row, ReadOnlySpan<double> expected)
    {
        double[] q = [cloud.RotationW[row], cloud.RotationX[row], cloud.RotationY[row], cloud.RotationZ[row]];
        double norm = Math.Sqrt(q.Sum(v => v * v));
        double expectedNorm = Math.Sqrt(expected[0] * expected[0] + expected[1] * expected[1] + expected[2] * expected[2] + expected[3] * expected[3]);
        double minus = 0;
        double plus = 0;
        for (int i = 0; i < 4; i++)
        {
            double a = q[i] / norm;
            double b = expected[i] / expectedNorm;
            minus += (a - b) * (a - b);
            plus += (a + b) * (a + b);
        }

        double chord = Math.Sqrt(Math.Min(minus, plus));
        return 4 * Math.Asin(Math.Min(1, chord / 2)) * 180 / Math.PI;
    }
}
