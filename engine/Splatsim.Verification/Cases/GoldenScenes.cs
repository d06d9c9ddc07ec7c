using Splatsim.Plots;

namespace Splatsim.Verification;

internal sealed class GoldenScenes : VerificationCase
{
    public override string Name => "golden-scenes";

    public override string Claim => "Objects of splats fall, flow, bend and sway as an independent program moved and drew them.";

    public override string Source => "golden/fit: positions and pictures of an independent MLS-MPM in double precision, itself compared with a published code.";

    protected override void Measure(VerificationRun run)
    {
        string? golden = run.Options.GoldenFolder;
        IReadOnlyList<string> names = FitScene.NamesIn(golden);
        if (names.Count == 0)
        {
            run.Skip(golden is null ? "the golden folder is not here: give --golden FOLDER or set SPLATSIM_GOLDEN" : $"{golden} holds no folder 'fit' with scenes");
            return;
        }

        run.Setting = $"The scenes' own particles, parameters, grids and steps; {(run.IsFull ? "all frames" : "up to the first stored positions")}.";
        double limit = run.Engine.IsDouble ? FitReplay.DoubleLimit : FitReplay.SingleLimit;
        Chart distances = new("Golden scenes", new("Frame"), new("Distance from the truth, rms", "mm") { Logarithmic = true });
        Chart pictures = new("Golden scenes", new("Frame"), new("Lowest PSNR over the cameras", "dB"));
        for (int i = 0; i < names.Count; i++)
        {
            FitScene scene = FitScene.Load(golden!, names[i]);
            if (scene.IsVariant) continue;
            if (FitLaws.Key(scene.Law) is null)
            {
                run.Skip($"{scene.Name}: there is no law '{scene.Law}'");
                continue;
            }

            Follow(run, scene, golden!, limit, distances, pictures, (i, names.Count));
        }

        run.Draw("golden-scenes-distance", distances.AddHorizontalMark("demand", limit * 1e3));
        run.Draw("golden-scenes-pictures", pictures.AddHorizontalMark("demand", 45));
    }

    private static void Follow(VerificationRun run, FitScene scene, string golden, double limit, Chart distances, Chart pictures, (int Done, int Of) share)
    {
        int last = run.IsFull ? scene.TruthFrames[^1] : scene.TruthFrames[1];
        List<double> distanceFrames = [], distance = [], pictureFrames = [], psnr = [];
        Dictionary<string, double> lowest = [];
        Dictionary<string, double> demand = [];
        using FitReplay replay = new(scene, golden, scene.TrueParticles(), run.Engine, run.Options);
        while (replay.Frame < last)
        {
            FitFrame frame = replay.Next(run.Cancellation);
            if (frame.Distance is double d)
            {
                distanceFrames.Add(frame.Frame);
                distance.Add(d * 1e3);
            }

            foreach ((FitScene shown, double value) in frame.Pictures)
            {
                lowest[shown.Name] = Math.Min(value, lowest.GetValueOrDefault(shown.Name, double.PositiveInfinity));
                demand[shown.Name] = FitReplay.LeastPsnr(shown);
                if (shown.Name != scene.Name) continue;
                pictureFrames.Add(frame.Frame);
                psnr.Add(value);
            }

            run.Report((share.Done + (double)frame.Frame / last) / share.Of);
        }

        run.AtMost($"{scene.Name}: largest distance up to frame {last}", distance.Max(), limit * 1e3, "the README's fair demand: 0.05 mm in double, 0.5 mm in float", "mm");
        foreach ((string name, double value) in lowest)
            run.AtLeast($"{name}: lowest PSNR up to frame {last}", value, demand[name], "the README's fair demand of 45 dB; with image noise, what the noise leaves", "dB");
        distances.AddLine(scene.Name, distanceFrames, distance, LookOf(distance.Count));
        pictures.AddLine(scene.Name, pictureFrames, psnr, LookOf(psnr.Count));
    }

    private static LineLook LookOf(int count) => count < 4 ? LineLook.Dots : LineLook.Solid;
}
