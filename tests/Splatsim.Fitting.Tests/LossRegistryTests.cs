using Splatsim.Tests;

namespace Splatsim.Fitting.Tests;

/// <summary>What every registered loss owes: an exact gradient, a zero, and its use of weights.</summary>
public sealed class LossRegistryTests
{
    // Of the largest entry: fourth-order differences in double leave 1e-8 to 1e-11.
    private const double Tolerance = 1e-6;

    // Random points lie on a kink (equal numbers, two points equally near) with probability 0; steps may cross one.
    private const double LargestShareOfKinks = 0.1;

    public static TheoryData<string> Names => new(LossFunctions.All.Select(e => e.Name));

    // The least values of the others lie elsewhere and have tests of their own.
    public static TheoryData<string> ZeroAtTarget => new(LossFunctions.All.Where(e => e.IsZeroAtTarget).Select(e => e.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_MatchesDifferences(string name)
    {
        LossEntry entry = LossFunctions.Find(name);
        foreach (bool weighted in entry.TakesWeights ? new[] { false, true } : [false])
        {
            Random random = new(17);
            ILoss loss = entry.Create(LossSamples.Target(entry.Kind, random, weighted));
            double[] at = LossSamples.Prediction(entry.Kind, random), gradient = new double[at.Length], other = new double[at.Length];
            // Filled with rubbish: the gradient is written, not added to.
            Array.Fill(gradient, 99);
            double value = loss.Evaluate(at, gradient);
            Assert.True(value > 0, $"{name} of unequal things is {value}");
            double largest = gradient.Max(Math.Abs);
            Assert.True(largest > 0, $"{name} has no gradient");
            int kinks = 0;
            for (int i = 0; i < at.Length; i++)
            {
                (double derivative, bool isKink) = FourthOrder.Derivative(x => loss.Evaluate(x, other), at, i, 1, gradient[i], 1e-3);
                if (Math.Abs(derivative - gradient[i]) <= Tolerance * largest) continue;
                Assert.True(isKink, $"{name}, entry {i}: {gradient[i]:R}, differences give {derivative:R}");
                kinks++;
            }

            Assert.True(kinks <= LargestShareOfKinks * at.Length, $"{name}: {kinks} of {at.Length} entries have no derivative");
        }
    }

    [Theory]
    [MemberData(nameof(ZeroAtTarget))]
    public void AtTheTarget_LossAndGradientAreZero(string name)
    {
        LossEntry entry = LossFunctions.Find(name);
        LossTarget target = LossSamples.Target(entry.Kind, new Random(18));
        double[] gradient = new double[target.Values.Length];
        // Rounding of sums of some hundred terms near 1.
        Assert.InRange(entry.Create(target).Evaluate(target.Values, gradient), -1e-14, 1e-14);
        Assert.All(gradient, g => Assert.InRange(g, -1e-12, 1e-12));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Weights_ZeroLeavesAPlaceOut_OrAreRefused(string name)
    {
        LossEntry entry = LossFunctions.Find(name);
        LossTarget target = LossSamples.Target(entry.Kind, new Random(19), weighted: true);
        if (!entry.TakesWeights)
        {
            Assert.Contains(name, Assert.Throws<ArgumentException>(() => entry.Create(target)).Message, StringComparison.Ordinal);
            return;
        }

        const int Place = 1;
        target.Weights![Place] = 0;
        double[] observed = [.. target.Values];
        for (int c = 0; c < target.Channels; c++) observed[Place * target.Channels + c] = double.NaN;
        ILoss loss = entry.Create(new LossTarget(target.Width, target.Height, target.Channels, observed, target.Weights, target.Depth));
        double[] predicted = LossSamples.Prediction(entry.Kind, new Random(20)), gradient = new double[predicted.Length];
        double before = loss.Evaluate(predicted, gradient);
        Assert.True(double.IsFinite(before) && before > 0);
        for (int c = 0; c < target.Channels; c++) Assert.Equal(0, gradient[Place * target.Channels + c]);
        for (int c = 0; c < target.Channels; c++) predicted[Place * target.Channels + c] += 0.03;
        Assert.Equal(before, loss.Evaluate(predicted, gradient));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WrongLength_IsRefusedByName(string name)
    {
        LossEntry entry = LossFunctions.Find(name);
        ILoss loss = entry.Create(LossSamples.Target(entry.Kind, new Random(21)));
        // 7 numbers are no whole number of points either.
        Assert.Contains(name, Assert.Throws<ArgumentException>(() => loss.Evaluate(new double[7], new double[7])).Message, StringComparison.Ordinal);
        double[] predicted = LossSamples.Prediction(entry.Kind, new Random(22));
        Assert.Throws<ArgumentException>(() => loss.Evaluate(predicted, new double[predicted.Length + 1]));
    }

    [Fact]
    public void Names_DifferAndAreFound()
    {
        Assert.Equal(LossFunctions.All.Count, LossFunctions.All.Select(e => e.Name).Distinct().Count());
        Assert.All(LossFunctions.All, e => Assert.NotEmpty(e.Summary));
        Assert.Contains("chamfer", Assert.Throws<ArgumentException>(() => LossFunctions.Find("champfer")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Target_BadInput_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new LossTarget(2, 2, 1, new double[3]));
        Assert.Throws<ArgumentException>(() => new LossTarget(2, 1, 1, new double[2], [1, -1]));
        Assert.Throws<ArgumentException>(() => new LossTarget(2, 1, 1, new double[2], [0, 0]));
        Assert.Throws<ArgumentException>(() => new LossTarget(2, 1, 1, new double[2], [1]));
        Assert.Throws<ArgumentException>(() => new FlowLoss(new LossTarget(2, 1, 3, new double[6])));
    }
}
