namespace Splatsim.Formats.Tests.Fuzz;

/// <summary>A file of a format and what is done to it.</summary>
/// <param name="Fixture">Index of the file, taken modulo their number.</param>
/// <param name="Mutations">One after the other.</param>
internal sealed record FuzzCase(int Fixture, IReadOnlyList<Mutation> Mutations)
{
    internal byte[] Apply(IReadOnlyList<byte[]> fixtures)
    {
        byte[] bytes = [.. fixtures[(int)((uint)Fixture % (uint)fixtures.Count)]];
        foreach (Mutation mutation in Mutations) bytes = mutation.Apply(bytes);
        return bytes;
    }

    public override string ToString() => $"fixture {Fixture}, {string.Join("; ", Mutations)}";
}
