namespace Splatsim.Simulation.Fast;

/// <summary>One entry per block of the domain.</summary>
internal sealed class DenseBlockDirectory : BlockDirectory
{
    private readonly int[] numbers;
    private readonly int blocksY;
    private readonly int blocksZ;

    public DenseBlockDirectory(int blocks, int blocksY, int blocksZ)
    {
        (this.blocksY, this.blocksZ) = (blocksY, blocksZ);
        numbers = new int[blocks];
        Array.Fill(numbers, -1);
    }

    /// <inheritdoc/>
    public override bool IsDense => true;

    /// <inheritdoc/>
    public override long Bytes => (long)numbers.Length * sizeof(int);

    /// <inheritdoc/>
    public override int Find(long place) => numbers[IndexOf(place)];

    /// <inheritdoc/>
    public override bool Set(long place, int number)
    {
        ref int entry = ref numbers[IndexOf(place)];
        bool added = entry < 0;
        entry = number;
        return added;
    }

    /// <inheritdoc/>
    public override void Clear() => Array.Fill(numbers, -1);

    private int IndexOf(long place)
    {
        (int x, int y, int z) = BlockGrid.Coordinates(place);
        return (x * blocksY + y) * blocksZ + z;
    }
}
