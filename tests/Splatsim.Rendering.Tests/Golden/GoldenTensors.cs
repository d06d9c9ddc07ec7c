using Splatsim.Tests;

namespace Splatsim.Rendering.Tests.Golden;

/// <summary>A golden file's tensors: compares relative to the tensor's largest entry.</summary>
internal sealed class GoldenTensors(string name, Safetensors file, double tolerance)
{
    public void Compare(string tensor, double[] actual)
    {
        double[] expected = file.Doubles(tensor);
        Assert.Equal(expected.Length, actual.Length);
        double largest = expected.Max(Math.Abs);
        Assert.True(largest > 0, $"{name}: {tensor} is all zero and proves nothing");
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(actual[i] - expected[i]) / largest;
            Assert.True(error <= tolerance, $"{name}: {tensor}[{i}] is {actual[i]:R}, expected {expected[i]:R}: {error:E2} of {tolerance:E1}");
        }
    }
}
