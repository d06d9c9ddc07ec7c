using System.Globalization;
using System.Text;

namespace Splatsim.Verification;

/// <summary>Writes results as a page with pictures.</summary>
public static class VerificationReport
{
    /// <summary>Name of the page.</summary>
    public const string PageName = "verification.md";

    private const string PictureFolder = "verification";
    private const int PictureWidth = 720, PictureHeight = 450;

    /// <summary>Writes the page and its pictures; files of the same names are replaced.</summary>
    /// <param name="folder">Where; made when missing.</param>
    /// <param name="results">What was found.</param>
    /// <param name="command">The command that repeats it.</param>
    /// <returns>The page's path.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static string Write(string folder, IReadOnlyList<VerificationResult> results, string command)
    {
        Directory.CreateDirectory(Path.Combine(folder, PictureFolder));
        foreach (VerificationChart chart in results.SelectMany(r => r.Charts))
            chart.Chart.Save(Path.Combine(folder, PictureFolder, chart.Name + ".png"), PictureWidth, PictureHeight);
        string page = Path.Combine(folder, PageName), temporary = page + ".writing";
        File.WriteAllText(temporary, Page(results, command));
        File.Move(temporary, page, overwrite: true);
        return page;
    }

    /// <summary>The page as Markdown.</summary>
    /// <param name="results">What was found.</param>
    /// <param name="command">The command that repeats it.</param>
    public static string Page(IReadOnlyList<VerificationResult> results, string command)
    {
        StringBuilder text = new();
        VerificationFigure[] figures = [.. results.SelectMany(r => r.Figures)];
        int held = figures.Count(f => f.Passed), failed = results.Count(r => !r.Passed);
        string size = results.Count > 0 && results[0].Resolution == VerificationResolution.Full ? "full" : "quick";
        text.Append("# Verification\n\nOurs against closed forms, experiments and independent programs. ");
        text.Append(CultureInfo.InvariantCulture, $"Written by `{command}` ({size} sizes). ");
        text.Append(CultureInfo.InvariantCulture, $"{held} of {figures.Length} figures lie in their bands; ");
        text.Append(failed == 0 ? "no case failed.\n\n" : $"{failed} of {results.Count} cases failed.\n\n");
        text.Append("| case | what it proves | figures in band | result |\n|---|---|---|---|\n");
        foreach (VerificationResult result in results)
            text.Append(CultureInfo.InvariantCulture, $"| [{result.Name}](#{result.Name}) | {result.Claim} | {result.Figures.Count(f => f.Passed)} of {result.Figures.Count} | {Verdict(result)} |\n");
        foreach (VerificationResult result in results) Append(text, result);
        return text.ToString();
    }

    /// <summary>One word for a result.</summary>
    public static string Verdict(VerificationResult result) => result.IsSkipped ? "skipped" : result.Passed ? "pass" : "**MISSED**";

    /// <summary>A figure's number with as many digits as people compare.</summary>
    public static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static void Append(StringBuilder text, VerificationResult result)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {result.Name}\n\n{result.Claim}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Truth: {result.Source}\n");
        if (result.Setting.Length > 0) text.Append(CultureInfo.InvariantCulture, $"Set-up: {result.Setting}\n");
        if (result.Failure is not null) text.Append(CultureInfo.InvariantCulture, $"\n**Failed:** {result.Failure}\n");
        foreach (string reason in result.Skipped) text.Append(CultureInfo.InvariantCulture, $"\nLeft out: {reason}\n");
        if (result.Figures.Count > 0) text.Append("\n| figure | engine | measured | band | | where the band comes from |\n|---|---|---|---|---|---|\n");
        foreach (VerificationFigure f in result.Figures)
        {
            string unit = f.Unit.Length > 0 ? " " + f.Unit : "";
            text.Append(CultureInfo.InvariantCulture, $"| {f.Name} | {f.Engine} | {Number(f.Value)}{unit} | {f.BandText} | {(f.Passed ? "pass" : "**MISSED**")} | {f.Band} |\n");
        }

        text.Append('\n');
        foreach (VerificationChart chart in result.Charts)
            text.Append(CultureInfo.InvariantCulture, $"![{chart.Chart.Title}]({PictureFolder}/{chart.Name}.png)\n");
    }
}
