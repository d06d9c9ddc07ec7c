namespace Splatsim.Rendering.Tests.Gradients;

/// <summary>One number that a frame depends on.</summary>
/// <param name="Kind">What it is a part of; errors are relative to the largest gradient of a kind.</param>
/// <param name="Index">Its place there.</param>
/// <param name="Gradient">The derivative that is checked.</param>
/// <param name="Unit">A typical size of the number: steps are multiples of it.</param>
/// <param name="LossAt">The loss and the counts of blended splats when the number is moved by a given amount.</param>
internal sealed record GradientEntry(
    string Kind, int Index, double Gradient, double Unit, Func<double, (double Loss, int[] Counts)> LossAt);
