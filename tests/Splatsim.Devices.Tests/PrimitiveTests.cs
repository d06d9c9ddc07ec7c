using ILGPU.Runtime;
using Splatsim.Compute;

namespace Splatsim.Tests;

/// <summary>Sort, scan and reduction on a device: the processor's plain loops are the definition, and integers leave no tolerance.</summary>
[Collection("device")]
public sealed class PrimitiveTests
{
    public static TheoryData<int> Lengths => [0, 1, 2, 255, 2048, 2049, 5000, 100_003];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Sort_IsTheStableOrder(int length)
    {
        ComputeDevice device = OpenClDevice.Required;
        Random random = new(length);
        uint[] keys = new uint[length];
        // Many equal keys, so that instability would show in the payloads.
        for (int i = 0; i < length; i++) keys[i] = (uint)random.Next(0, 1 + length / 3) * 7919u;
        int[] payloads = [.. Enumerable.Range(0, length)];
        using var deviceKeys = device.Allocate<uint>(length, "keys");
        using var devicePayloads = device.Allocate<int>(length, "payloads");
        using DeviceRadixSort sort = new(device);
        if (length > 0)
        {
            deviceKeys.View.SubView(0, length).CopyFromCPU(keys);
            devicePayloads.View.SubView(0, length).CopyFromCPU(payloads);
        }

        sort.Sort(deviceKeys.View, devicePayloads.View, length, keys.DefaultIfEmpty(0u).Max());

        int[] expected = [.. payloads.OrderBy(i => keys[i]).ThenBy(i => i)];
        Assert.Equal(expected, devicePayloads.GetAsArray1D().Take(length));
        Assert.Equal(expected.Select(i => keys[i]), deviceKeys.GetAsArray1D().Take(length));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Scan_IsTheRunningSum(int length)
    {
        ComputeDevice device = OpenClDevice.Required;
        int[] values = new int[Math.Max(1, length)];
        Random random = new(length);
        for (int i = 0; i < length; i++) values[i] = random.Next(0, 5);
        using var data = device.Allocate<int>(length, "values");
        data.CopyFromCPU(values);
        using DeviceScan scan = new(device);

        scan.Exclusive(data.View, length);

        int sum = 0;
        int[] result = data.GetAsArray1D();
        for (int i = 0; i < length; i++)
        {
            Assert.Equal(sum, result[i]);
            sum += values[i];
        }
    }

    [Fact]
    public void Reduce_FindsTheLargest_AndNan()
    {
        ComputeDevice device = OpenClDevice.Required;
        float[] values = [.. Enumerable.Range(0, 70_001).Select(i => -1f / (1 + i * 7919 % 70_001))];
        using var data = device.Allocate<float>(values.Length, "values");
        using DeviceReduce reduce = new(device);

        data.CopyFromCPU(values);
        Assert.Equal(values.Max(), reduce.Maximum(data.View, values.Length));

        values[4321] = float.NaN;
        data.CopyFromCPU(values);
        Assert.True(float.IsNaN(reduce.Maximum(data.View, values.Length)));
    }
}
