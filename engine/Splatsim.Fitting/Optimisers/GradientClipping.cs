namespace Splatsim.Fitting;

/// <summary>Keeps single steep gradients, as contacts make them, from throwing a search off.</summary>
public static class GradientClipping
{
    /// <summary>Shortens a gradient to a length; its direction stays.</summary>
    /// <param name="gradient">Changed in place.</param>
    /// <param name="longest">Largest Euclidean length, positive.</param>
    /// <returns>The length before; not finite, with the gradient unchanged, where an entry is not.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is not positive.</exception>
    /// <remarks>Pascanu, Mikolov and Bengio 2013, "On the difficulty of training recurrent neural networks", algorithm 1.</remarks>
    public static double ByNorm(Span<double> gradient, double longest)
    {
        if (!(longest > 0)) throw new ArgumentOutOfRangeException(nameof(longest), longest, "must be positive");
        double norm = Vectors.Norm(gradient);
        if (!double.IsFinite(norm) || norm <= longest) return norm;
        foreach (ref double value in gradient) value *= longest / norm;
        return norm;
    }

    /// <summary>Limits every entry on its own.</summary>
    /// <param name="gradient">Changed in place.</param>
    /// <param name="largest">Largest magnitude, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The magnitude is not positive.</exception>
    public static void ByValue(Span<double> gradient, double largest)
    {
        if (!(largest > 0)) throw new ArgumentOutOfRangeException(nameof(largest), largest, "must be positive");
        foreach (ref double value in gradient) value = Math.Clamp(value, -largest, largest);
    }
}
