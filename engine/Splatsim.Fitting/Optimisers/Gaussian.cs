namespace Splatsim.Fitting;

/// <summary>Normally distributed numbers.</summary>
/// <remarks>Box and Muller 1958, "A note on the generation of random normal deviates"; one of the pair.</remarks>
internal static class Gaussian
{
    /// <summary>A number of mean 0 and variance 1.</summary>
    /// <param name="random">Where the randomness comes from: the same state gives the same number.</param>
    // 1 - u is never 0.
    public static double Next(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
