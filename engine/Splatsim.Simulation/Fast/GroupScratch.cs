using Splatsim.Mathematics;

namespace Splatsim.Simulation.Fast;

/// <summary>A worker's scratch for one group of particles; it stays in the first-level cache. Rows are as long as a group.</summary>
internal sealed unsafe class GroupScratch
{
    private const int Row = PacketLayout.Group;
    private readonly AlignedArray<float> memory;

    public GroupScratch()
    {
        int floats = Row * (9 + 9 + 3 + 1 + 6 + 12 + RecordFloats) + 2 * PacketLayout.Lanes + 2 * PacketLayout.GroupPackets * PacketLayout.Stride
            + 2 * PacketLayout.ArenaFloats;
        memory = new AlignedArray<float>(floats);
        float* next = memory.Pointer;
        Weights = Take(ref next, 9 * Row);
        Products = Take(ref next, 9 * Row);
        Fraction = Take(ref next, 3 * Row);
        Base = (uint*)Take(ref next, Row);
        Stress = Take(ref next, 6 * Row);
        Staged = Take(ref next, 12 * Row);
        Records = Take(ref next, RecordFloats * Row);
        // Gathered records are used up before the next ones are packed.
        Gathered = Records;
        Motion = Take(ref next, PacketLayout.GroupPackets * PacketLayout.Stride);
        Affine = Take(ref next, PacketLayout.GroupPackets * PacketLayout.Stride);
        Lowest = Take(ref next, PacketLayout.Lanes);
        Highest = Take(ref next, PacketLayout.Lanes);
        Velocities = Take(ref next, PacketLayout.ArenaFloats);
        Arena = Take(ref next, PacketLayout.ArenaFloats);
    }

    /// <summary>
    /// Floats of a record of the scatter, at most: five parts of four. Scalars: p and m of the lowest node, then the change of p per step
    /// in x, in y and in z. <see cref="Transfer256"/> adds four weights, <see cref="Transfer512"/> has the lowest three nodes and x and y.
    /// </summary>
    public const int RecordFloats = 20;

    /// <summary>Floats of a record of the gather: sum of w v, then the first moments in x, y and z, four floats each.</summary>
    public const int GatheredFloats = 16;

    /// <summary>Rows w_x0 w_x1 w_x2 w_y0 ... w_z2.</summary>
    public float* Weights { get; }

    /// <summary>Rows w_x0 w_y0, w_x0 w_y1, ... w_x2 w_y2.</summary>
    public float* Products { get; }

    /// <summary>Rows f_x f_y f_z: position relative to the base node [cells], 0.5 to 1.5.</summary>
    public float* Fraction { get; }

    /// <summary>Offset of the base node in the arena [floats] in the low 23 bits.</summary>
    public uint* Base { get; }

    /// <summary>Rows of the Kirchhoff stress xx xy xz yy yz zz.</summary>
    public float* Stress { get; }

    /// <summary>Rows of the records' components before they are transposed: 3 each of the lowest node and of the steps in x, y and z.</summary>
    public float* Staged { get; }

    /// <summary>One record per particle for the scatter.</summary>
    public float* Records { get; }

    /// <summary>One record per particle from the gather.</summary>
    public float* Gathered { get; }

    /// <summary>Packets that take the velocities of a substep which goes straight on.</summary>
    public float* Motion { get; }

    /// <summary>Packets that take C of a substep which goes straight on.</summary>
    public float* Affine { get; }

    /// <summary>Lowest position coordinate that a particle moved to, per lane [cells in its block].</summary>
    public float* Lowest { get; }

    /// <summary>Highest position coordinate that a particle moved to, per lane [cells in its block].</summary>
    public float* Highest { get; }

    /// <summary>The velocities of the nodes of the block at hand, which particles gather from; others for a while where walls part them.</summary>
    public float* Velocities { get; set; }

    /// <summary>Sums of the block at hand on their way to <see cref="NodeSums"/>; 0 between blocks.</summary>
    public float* Arena { get; }

    /// <summary>Energy that the laws turned into heat in the block at hand [J]; added to only where it is tracked.</summary>
    public double Dissipated { get; set; }

    /// <summary>Prepared coefficients in lanes.</summary>
    public LaneCoefficients Coefficients { get; } = new();

    /// <summary>Starts looking for the extremes again.</summary>
    public void ResetExtremes()
    {
        new Span<float>(Lowest, PacketLayout.Lanes).Fill(float.PositiveInfinity);
        new Span<float>(Highest, PacketLayout.Lanes).Fill(float.NegativeInfinity);
    }

    private static float* Take(ref float* next, int floats)
    {
        float* start = next;
        next += floats;
        return start;
    }
}
