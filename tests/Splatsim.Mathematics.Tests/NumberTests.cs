using System.Runtime.Intrinsics;
using Splatsim.Mathematics;

namespace Splatsim.Tests;

public sealed class NumberTests
{
    // The documented bound: 2 units in the last place of a float (2 x 2^-23 relative), a third for the comparison's rounding.
    private const double LaneFunctionTolerance = 3 * 1.1920929e-7;

    [Fact]
    public void Exp_WholeRange_IsWithinTwoUlp()
    {
        for (double x = -87.2; x < 88.7; x += 0.0137)
        {
            float argument = (float)x;
            double expected = Math.Exp(argument);
            Assert.Equal(1, Lanes8.Exp(Lanes8.Broadcast(argument)).Value[3] / expected, LaneFunctionTolerance);
            Assert.Equal(1, Lanes16.Exp(Lanes16.Broadcast(argument)).Value[11] / expected, LaneFunctionTolerance);
        }
    }

    [Fact]
    public void Log_WholeRange_IsWithinTwoUlp()
    {
        for (double e = -37.5; e < 38; e += 0.00713)
        {
            float argument = (float)Math.Pow(10, e);
            double expected = Math.Log(argument);
            // Near 1 the result is small: the error is relative to it all the same.
            double scale = Math.Max(Math.Abs(expected), 1e-30);
            Assert.True(Math.Abs(Lanes8.Log(Lanes8.Broadcast(argument)).Value[0] - expected) <= LaneFunctionTolerance * scale, $"ln({argument})");
            Assert.True(Math.Abs(Lanes16.Log(Lanes16.Broadcast(argument)).Value[9] - expected) <= LaneFunctionTolerance * scale, $"ln({argument})");
        }
    }

    [Theory]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(-100f, 0f)]
    [InlineData(0f, 1f)]
    [InlineData(89f, float.PositiveInfinity)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.NaN, float.NaN)]
    public void Exp_SpecialValues_FollowTheScalarFunction(float argument, float expected) =>
        Assert.Equal(expected, Lanes8.Exp(Lanes8.Broadcast(argument)).Value[0]);

    [Theory]
    [InlineData(0f, float.NegativeInfinity)]
    [InlineData(-1f, float.NaN)]
    [InlineData(1f, 0f)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.NaN, float.NaN)]
    public void Log_SpecialValues_FollowTheScalarFunction(float argument, float expected) =>
        Assert.Equal(expected, Lanes8.Log(Lanes8.Broadcast(argument)).Value[0]);

    [Fact]
    public void Masks_AllNumbers_SelectAndCombine()
    {
        CheckMasks<Real32>();
        CheckMasks<Real64>();
        CheckMasks<Lanes8>();
        CheckMasks<Lanes16>();
        CheckMasks<Dual<Real64>>();
        CheckMasks<Dual<Lanes8>>();
    }

    [Fact]
    public void Dual_EveryOperation_MatchesFiniteDifferences()
    {
        // Central differences in double with step 1e-5: error about 1e-10 times the third derivative.
        foreach (double x in (double[])[0.3, 0.9, 1.7])
        {
            double h = 1e-5;
            double expected = (Formula<Real64>(x + h).Value - Formula<Real64>(x - h).Value) / (2 * h);
            Assert.Equal(expected, Formula(Dual<Real64>.Variable(x)).Tangent.Value, 1e-7 * Math.Max(1, Math.Abs(expected)));
        }
    }

    [Fact]
    public void Lanes_Mixed_AreIndependent()
    {
        Lanes8 a = new(Vector256.Create(1f, 2, 3, 4, 5, 6, 7, 8));
        Lanes8 selected = Lanes8.Select(a > Lanes8.Broadcast(4.5f), a, -a);
        Assert.Equal(Vector256.Create(-1f, -2, -3, -4, 5, 6, 7, 8), selected.Value);
        Assert.Equal(0b11110000u, Lanes8.Bits(a > Lanes8.Broadcast(4.5f)));
    }

    private static T Formula<T>(T x)
        where T : unmanaged, IReal<T>
    {
        T y = T.Exp(x) / (T.One + x * x) - T.Log(x) * T.Sqrt(x + T.FromDouble(0.2));
        y = T.FusedMultiplyAdd(x, y, T.Abs(x - T.One)) + T.Max(x, T.One) * T.Min(x, T.FromDouble(0.5));
        return T.Select(x > T.FromDouble(0.8), y, -y) + T.Floor(x) * x;
    }

    private static void CheckMasks<T>()
        where T : unmanaged, IReal<T>
    {
        Mask<T> yes = T.Zero < T.One, no = T.One < T.Zero;
        Assert.True(T.Any(yes) && !T.Any(no) && T.Any(!no) && !T.Any(!yes));
        Assert.True(T.Any(yes | no) && !T.Any(yes & no));
        Assert.True(T.Any(T.Select(yes, T.One, T.Zero) > T.Zero));
        Assert.False(T.Any(T.Select(no, T.One, T.Zero) > T.Zero));
        T nan = T.FromDouble(double.NaN);
        Assert.False(T.Any((nan < T.One) | (nan > T.One) | (nan <= T.One) | (nan >= T.One)));
    }
}
