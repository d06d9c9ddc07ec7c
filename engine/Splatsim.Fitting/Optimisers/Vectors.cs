namespace Splatsim.Fitting;

/// <summary>Arithmetic of short vectors, summed in order.</summary>
internal static class Vectors
{
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    public static double Norm(ReadOnlySpan<double> a) => Math.Sqrt(Dot(a, a));

    public static bool IsFinite(ReadOnlySpan<double> a)
    {
        foreach (double value in a)
            if (!double.IsFinite(value)) return false;
        return true;
    }

    /// <summary>target += scale * source.</summary>
    public static void AddScaled(Span<double> target, double scale, ReadOnlySpan<double> source)
    {
        for (int i = 0; i < target.Length; i++) target[i] += scale * source[i];
    }
}
