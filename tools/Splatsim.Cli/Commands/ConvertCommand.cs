using System.CommandLine;
using System.Diagnostics;
using Splatsim.Formats;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Cli;

/// <summary>splatsim convert IN OUT: another format, and edits on the way.</summary>
internal sealed class ConvertCommand : ICliCommand
{
    private static readonly Argument<string> Input = new("in") { Description = "Splat file or SOG folder." };
    private static readonly Argument<string> Output = new("out") { Description = "Splat file; the extension chooses the format." };
    private static readonly Option<string?> Crop = new("--crop") { Description = "Keep a box x0,y0,z0,x1,y1,z1 (capture units)." };
    private static readonly Option<double?> Opacity = new("--min-opacity") { Description = "Drop splats fainter than this (0 to 1)." };
    private static readonly Option<string?> Rotate = new("--rotate") { Description = "Turn, such as x:90 or x:90;y:-30 (degrees)." };
    private static readonly Option<double?> Scale = new("--scale") { Description = "Scale by a factor." };
    private static readonly Option<string?> Translate = new("--translate") { Description = "Move by x,y,z (after turning and scaling)." };
    private static readonly Option<int?> Degree = new("--degree") { Description = "Keep spherical harmonics up to this degree." };
    private static readonly Option<string?> Decimate = new("--decimate") { Description = "Merge down to a count, or to a share such as 25%." };
    private static readonly Option<bool> Morton = new("--morton") { Description = "Order along a Morton curve." };
    private static readonly Option<int?> Version = new("--format-version") { Description = "Version of the output format (SPZ: 3 or 4)." };

    private static readonly CaptureAxes Axes = new();

    public string Name => "convert";

    public Command Create()
    {
        Command command = new(Name, "Convert between formats; crop, turn, scale, decimate on the way.")
        {
            Input, Output, Crop, Opacity, Rotate, Scale, Translate, Degree, Decimate, Morton, Version, Axes.Option,
        };
        command.SetAction((result, cancellation) => Task.FromResult(Run(result, cancellation)));
        return command;
    }

    private static int Run(ParseResult result, CancellationToken cancellation)
    {
        string input = result.GetValue(Input)!, output = result.GetValue(Output)!;
        Stopwatch clock = Stopwatch.StartNew();
        List<string> warnings = [];
        GaussianCloud cloud = Axes.Read(result, input, warnings.Add, cancellation);
        int before = cloud.Count;
        cloud = Edit(result, cloud, cancellation);
        SplatFiles.Write(
            cloud, output,
            new WriteOptions { Cancellation = cancellation, Warn = warnings.Add, Version = result.GetValue(Version) });
        foreach (string warning in warnings) Console.Error.WriteLine($"splatsim: warning: {warning}");
        long bytes = new FileInfo(output).Length;
        if (result.GetValue(GlobalOptions.Json))
            JsonOutput.Write(new { Input = input, Output = output, SplatsRead = before, SplatsWritten = cloud.Count, cloud.Degree, Bytes = bytes, Warnings = warnings });
        else
            Console.WriteLine($"{output}: {cloud.Count:N0} splats of degree {cloud.Degree}, {bytes / 1e6:F2} MB, in {ProgressBar.Duration(clock.Elapsed)}");
        return ExitCode.Done;
    }

    private static GaussianCloud Edit(ParseResult result, GaussianCloud cloud, CancellationToken cancellation)
    {
        if (result.GetValue(Crop) is string crop)
        {
            double[] box = ArgumentText.Numbers("--crop", crop, 6);
            AxisAlignedBox kept = new(new(box[0], box[1], box[2]), new(box[3], box[4], box[5]));
            cloud = CloudEdits.Crop(cloud, Selections.ByBox(cloud, kept));
        }

        if (result.GetValue(Opacity) is double opacity) cloud = CloudEdits.Crop(cloud, Selections.ByOpacity(cloud, opacity));
        if (result.GetValue(Degree) is int degree)
        {
            if (degree is < 0 or > GaussianCloud.MaximumDegree)
                throw new UsageException($"--degree {degree}: expected 0 to {GaussianCloud.MaximumDegree}");
            cloud = CloudEdits.WithDegree(cloud, Math.Min(degree, cloud.Degree));
        }

        if (result.GetValue(Decimate) is string decimate)
        {
            using ProgressBar bar = new("merging", result.GetValue(GlobalOptions.Quiet));
            cloud = Decimation.Reduce(cloud, ArgumentText.CountOrShare("--decimate", decimate, cloud.Count), bar, cancellation);
        }

        Transform(result, cloud);
        return result.GetValue(Morton) ? MortonOrder.Sort(cloud) : cloud;
    }

    private static void Transform(ParseResult result, GaussianCloud cloud)
    {
        string? rotate = result.GetValue(Rotate), translate = result.GetValue(Translate);
        double? scale = result.GetValue(Scale);
        if (rotate is null && translate is null && scale is null) return;
        if (scale is not null and not > 0) throw new UsageException($"--scale {scale}: expected a positive factor");
        CloudTransforms.Apply(cloud, new SimilarityTransform(
            rotate is null ? Matrix3x3<Real64>.Identity : ArgumentText.Rotation("--rotate", rotate),
            scale ?? 1,
            translate is null ? default : ArgumentText.Vector("--translate", translate)));
    }
}
