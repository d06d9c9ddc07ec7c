using Splatsim.Splats;

namespace Splatsim.Cli;

/// <summary>The numbers that `splatsim info` shows of a cloud.</summary>
internal sealed class CloudSummary
{
    public double[] Minimum { get; } = new double[3];

    public double[] Maximum { get; } = new double[3];

    public double[] Low { get; } = new double[3];

    public double[] High { get; } = new double[3];

    public int[] OpacityHistogram { get; private init; } = [];

    public int[] ScaleHistogram { get; private init; } = [];

    public double ScaleLow { get; private init; }

    public double ScaleHigh { get; private init; }

    public IReadOnlyList<string> Warnings { get; private init; } = [];

    private int Count { get; init; }

    private int Degree { get; init; }

    private string Model { get; init; } = "";

    private string Frame { get; init; } = "";

    public static CloudSummary Of(GaussianCloud cloud, int bins)
    {
        int n = cloud.Count;
        float[] opacity = new float[n], scale = new float[n];
        ReadOnlySpan<float> logit = cloud.OpacityLogit, sx = cloud.LogScaleX, sy = cloud.LogScaleY, sz = cloud.LogScaleZ;
        int faint = 0;
        for (int i = 0; i < n; i++)
        {
            opacity[i] = 1 / (1 + MathF.Exp(-logit[i]));
            scale[i] = MathF.Max(sx[i], MathF.Max(sy[i], sz[i]));
            if (opacity[i] < 1f / 255) faint++;
        }

        float[] sorted = [.. scale.Where(float.IsFinite)];
        Array.Sort(sorted);
        float low = sorted.Length == 0 ? 0 : sorted[sorted.Length / 1000], high = sorted.Length == 0 ? 1 : sorted[^(1 + sorted.Length / 1000)];
        CloudSummary summary = new()
        {
            Count = n,
            Degree = cloud.Degree,
            Model = cloud.RenderModel.ToString(),
            Frame = cloud.Frame.ToString(),
            OpacityHistogram = TextHistogram.Count(opacity, 0, 1, bins),
            ScaleHistogram = TextHistogram.Count(scale, low, high, bins),
            ScaleLow = Math.Exp(low),
            ScaleHigh = Math.Exp(high),
            Warnings = Warn(n, faint),
        };
        summary.Bound(cloud.X, 0);
        summary.Bound(cloud.Y, 1);
        summary.Bound(cloud.Z, 2);
        return summary;
    }

    public object ToJson(string file, string format, IReadOnlyList<string> warnings) => new
    {
        File = file,
        Format = format,
        Splats = Count,
        Degree,
        RenderModel = Model,
        Frame,
        Minimum,
        Maximum,
        Percentile1 = Low,
        Percentile99 = High,
        OpacityHistogram,
        ScaleHistogram,
        ScaleHistogramLimits = new[] { ScaleLow, ScaleHigh },
        Warnings = warnings,
    };

    private static List<string> Warn(int count, int faint)
    {
        List<string> warnings = [];
        if (count == 0) warnings.Add("the file holds no splats");
        else if (faint > count / 2) warnings.Add($"{faint:N0} of {count:N0} splats are fainter than 1/255 and are never drawn");
        return warnings;
    }

    private void Bound(ReadOnlySpan<float> column, int axis)
    {
        if (column.Length == 0) return;
        float[] sorted = column.ToArray();
        Array.Sort(sorted);
        Minimum[axis] = sorted[0];
        Maximum[axis] = sorted[^1];
        Low[axis] = sorted[sorted.Length / 100];
        High[axis] = sorted[^(1 + sorted.Length / 100)];
    }
}
