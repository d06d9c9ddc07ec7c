namespace Splatsim.Fitting;

/// <summary>What was observed, and how much each place of it counts.</summary>
public sealed class LossTarget
{
    /// <summary>Wraps arrays without copying them.</summary>
    /// <param name="width">Places along the fastest axis, at least 1: columns, or points.</param>
    /// <param name="height">Rows, or frames; at least 1.</param>
    /// <param name="channels">Numbers per place, at least 1.</param>
    /// <param name="values">The numbers, shape [depth, height, width, channels].</param>
    /// <param name="weights">How much places count, shape [depth, height, width]; null when all count 1.</param>
    /// <param name="depth">Planes of a field, at least 1.</param>
    /// <exception cref="ArgumentException">An array has the wrong length, a weight is negative or not finite, or none is positive.</exception>
    public LossTarget(int width, int height, int channels, double[] values, double[]? weights = null, int depth = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        (Width, Height, Channels, Depth, Values, Weights) = (width, height, channels, depth, values, weights);
        Places = checked(width * height * depth);
        if (values.Length != checked(Places * channels))
            throw new ArgumentException($"{depth} x {height} x {width} x {channels} values need an array of {Places * channels} doubles, not {values.Length}", nameof(values));
        TotalWeight = weights is null ? Places : Sum(weights, Places);
    }

    /// <summary>Places along the fastest axis.</summary>
    public int Width { get; }

    /// <summary>Rows, or frames.</summary>
    public int Height { get; }

    /// <summary>Planes of a field.</summary>
    public int Depth { get; }

    /// <summary>Numbers per place.</summary>
    public int Channels { get; }

    /// <summary>The numbers, shape [Depth, Height, Width, Channels]. Where the weight is 0 they are not read.</summary>
    public double[] Values { get; }

    /// <summary>How much places count; null when all count 1.</summary>
    public double[]? Weights { get; }

    /// <summary>Number of places.</summary>
    public int Places { get; }

    /// <summary>Sum of the weights.</summary>
    public double TotalWeight { get; }

    /// <summary>How much one place counts.</summary>
    /// <param name="place">0 to <see cref="Places"/> - 1.</param>
    public double Weight(int place) => Weights is null ? 1 : Weights[place];

    /// <summary>Refuses arguments that do not have the target's length.</summary>
    internal void Fits(string loss, ReadOnlySpan<double> predicted, ReadOnlySpan<double> gradient)
    {
        if (predicted.Length != Values.Length || gradient.Length != Values.Length)
            throw new ArgumentException($"the loss '{loss}' compares {Values.Length} numbers, not {predicted.Length} with a gradient of {gradient.Length}");
    }

    /// <summary>Refuses another number of channels.</summary>
    internal LossTarget WithChannels(string loss, params ReadOnlySpan<int> allowed)
    {
        if (!allowed.Contains(Channels))
            throw new ArgumentException($"the loss '{loss}' compares {string.Join(" or ", allowed.ToArray())} numbers per place, not {Channels}");
        return this;
    }

    /// <summary>Refuses weights, for losses in which every number depends on many places.</summary>
    internal LossTarget WithoutWeights(string loss)
    {
        if (Weights is not null) throw new ArgumentException($"the loss '{loss}' cannot weigh single places; paint the prediction over instead, or use another loss");
        return this;
    }

    private static double Sum(double[] weights, int places)
    {
        if (weights.Length != places) throw new ArgumentException($"{places} places need {places} weights, not {weights.Length}", nameof(weights));
        double sum = 0;
        for (int i = 0; i < places; i++)
        {
            if (!(weights[i] >= 0) || double.IsInfinity(weights[i]))
                throw new ArgumentException($"weight {weights[i]} at place {i} must be at least 0 and finite", nameof(weights));
            sum += weights[i];
        }

        return sum > 0 ? sum : throw new ArgumentException("no place has a positive weight: nothing is compared", nameof(weights));
    }
}
