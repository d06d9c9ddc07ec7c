namespace Splatsim.Simulation.Fast;

/// <summary>Finds the number of a block of the grid by its place (<see cref="BlockGrid.Place"/>).</summary>
internal abstract class BlockDirectory
{
    /// <summary>Largest table [bytes] that is kept for every block of the domain: 4 M blocks, a cube of 640 nodes.</summary>
    public const long DenseBytes = 16 << 20;

    /// <summary>True when there is an entry for every block of the domain.</summary>
    public abstract bool IsDense { get; }

    /// <summary>Memory of the directory [bytes].</summary>
    public abstract long Bytes { get; }

    /// <summary>A table where it fits, a hash table otherwise.</summary>
    /// <param name="blocksX">Blocks of the domain along x; 0 for a domain without bounds.</param>
    /// <param name="blocksY">Blocks along y.</param>
    /// <param name="blocksZ">Blocks along z.</param>
    /// <param name="dense">Forces one of them; null chooses by memory.</param>
    public static BlockDirectory Create(int blocksX, int blocksY, int blocksZ, bool? dense)
    {
        long blocks = (long)blocksX * blocksY * blocksZ;
        bool table = blocks > 0 && (dense ?? blocks * sizeof(int) <= DenseBytes);
        return table ? new DenseBlockDirectory(checked((int)blocks), blocksY, blocksZ) : new HashedBlockDirectory();
    }

    /// <summary>Number of a block, or -1.</summary>
    public abstract int Find(long place);

    /// <summary>Enters a block, or changes its number. True when it was not there.</summary>
    public abstract bool Set(long place, int number);

    /// <summary>Forgets all blocks.</summary>
    public abstract void Clear();
}
