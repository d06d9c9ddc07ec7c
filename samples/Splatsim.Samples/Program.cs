using System.Diagnostics;
using Splatsim.Formats;
using Splatsim.Samples;
using Splatsim.Splats;

// sample --check [NAME...]: every sample in reduced size, with its assertion. sample plot FOLDER: the plots of those
// that have one, in full size. sample paint FOLDER: the bundled captures anew.
switch (args)
{
    case ["--check", .. string[] names]:
        return Check(names);
    case ["plot", string folder]:
        foreach (Sample sample in Sample.All) sample.Plot()?.Save(Path.Combine(folder, sample.Name + ".png"));
        return 0;
    case ["paint", string folder]:
        Paint(folder);
        return 0;
    default:
        Console.Error.WriteLine("usage: sample --check [NAME...] | sample plot FOLDER | sample paint FOLDER");
        Console.Error.WriteLine("samples: " + string.Join(", ", Sample.All.Select(s => s.Name)));
        return 2;
}

static int Check(string[] names)
{
    int failed = 0;
    foreach (Sample sample in Sample.All.Where(s => names.Length == 0 || names.Contains(s.Name)))
    {
        Stopwatch clock = Stopwatch.StartNew();
        try
        {
            Console.WriteLine($"{sample.Name}: {sample.Check()} ({clock.Elapsed.TotalSeconds:F1} s)");
        }
#pragma warning disable CA1031 // One broken sample must not hide the others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failed++;
            Console.Error.WriteLine($"{sample.Name}: FAILED: {exception.Message}");
        }
    }

    return failed == 0 ? 0 : 1;
}

static void Paint(string folder)
{
    foreach (Capture capture in Capture.All)
    {
        string path = Path.Combine(folder, capture.Name + ".spz");
        GaussianCloud cloud = capture.Paint();
        SplatFiles.Write(cloud, path);
        Console.WriteLine($"{path}: {cloud.Count:N0} splats, {new FileInfo(path).Length / 1e3:F0} kB");
    }
}
