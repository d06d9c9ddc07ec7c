using Splatsim.Imaging;
using Splatsim.Plots;

namespace Splatsim.Samples;

/// <summary>
/// A worked proof of the gradients: something is looked for whose truth is known, from a start that is well off, by a fit that sees
/// what a camera sees. <c>sample --check NAME</c> runs it in reduced size, <c>sample --check --full NAME</c> in full size,
/// <c>sample plot FOLDER NAME</c> in full size with its plot, its table and its film.
/// </summary>
internal abstract class Proof : Sample
{
    public override string Check() => Run(isFull: false).Summary;

    /// <summary>Runs and throws <see cref="SampleException"/> where the bar is missed.</summary>
    /// <param name="isFull">False for the reduced size.</param>
    public abstract ProofResult Run(bool isFull);

    /// <summary>1, 2, ... for the evaluations of a fit.</summary>
    protected static double[] Count(int evaluations) => [.. Enumerable.Range(1, evaluations).Select(i => (double)i)];
}

/// <summary>What a proof found.</summary>
/// <param name="Summary">What was measured, in a line.</param>
/// <param name="Table">Every evaluation, as CSV.</param>
/// <param name="Charts">The plot, one chart or several.</param>
internal sealed record ProofResult(string Summary, string Table, IReadOnlyList<Chart> Charts)
{
    /// <summary>Pictures side by side; null for proofs without.</summary>
    public ByteImage? Film { get; init; }

    /// <summary>Writes plot, table and film into a folder.</summary>
    /// <param name="folder">The folder; made when missing.</param>
    /// <param name="name">Name of the files, without extension.</param>
    public void Save(string folder, string name)
    {
        Directory.CreateDirectory(folder);
        ChartPage.Save(Path.Combine(folder, name + ".png"), Charts, Charts.Count, 960 * Charts.Count * 2 / (Charts.Count + 1), 600);
        File.WriteAllText(Path.Combine(folder, name + ".csv"), Table);
        if (Film is not null) ImageFiles.Write(Path.Combine(folder, name + "-film.png"), Film);
    }
}
