namespace Splatsim.Simulation.Fast;

/// <summary>One entry per block of the domain.</summary>
internal sealed class DenseBlockDirectory : BlockDirectory
{
    private readonly int[] numbers;

    public DenseBlockDirectory(int blocks)
    {
        numbers = new int[blocks];
        Array.Fill(numbers, -1);
    }

    /// <inheritdoc/>
    public override bool IsDense => true;

    /// <inheritdoc/>
    public override long Bytes => (long)numbers.Length * sizeof(int);

    /// <inheritdoc/>
    public override int Find(int place) => numbers[place];

    /// <inheritdoc/>
    public override bool Set(int place, int number)
    {
        ref int entry = ref numbers[place];
        bool added = entry < 0;
        entry = number;
        return added;
    }

    /// <inheritdoc/>
    public override void Clear() => Array.Fill(numbers, -1);
}
