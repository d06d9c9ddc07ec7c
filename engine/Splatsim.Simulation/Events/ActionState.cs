namespace Splatsim.Simulation;

/// <summary>
/// What an action remembers, as plain numbers: enough to repeat a frame from its start, also in another process that reads them
/// from a file. The action alone knows their meaning.
/// </summary>
/// <param name="Integers">Whole numbers: indices, counts, flags.</param>
/// <param name="Reals">The others.</param>
public sealed record ActionState(long[] Integers, double[] Reals)
{
    /// <summary>Of an action that remembers nothing.</summary>
    public static ActionState Empty { get; } = new([], []);

    /// <summary>A selection of particles that may not have been made yet.</summary>
    /// <param name="selected">Indices, or null.</param>
    /// <param name="reals">Other numbers.</param>
    public static ActionState OfSelection(int[]? selected, params double[] reals) =>
        new(selected is null ? [0] : [1, .. selected], reals);

    /// <summary>The selection that <see cref="OfSelection"/> was given.</summary>
    public int[]? Selection() => Integers[0] == 0 ? null : [.. Integers.Skip(1).Select(i => (int)i)];
}
