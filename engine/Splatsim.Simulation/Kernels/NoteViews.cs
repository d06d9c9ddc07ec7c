using ILGPU;

namespace Splatsim.Simulation.Kernels;

/// <summary>What kernels tell the host: read back once per frame.</summary>
internal struct NoteViews
{
    /// <summary>Different particles that were clamped in this frame.</summary>
    public const int ClampedCount = 0;

    /// <summary>1 when a particle had left the stored blocks around it: the frame must be repeated with more frequent sorts.</summary>
    public const int Lost = 1;

    /// <summary>Lowest index of a particle that is not finite.</summary>
    public const int FirstNotFinite = 2;

    /// <summary>Lowest index of a particle outside the domain.</summary>
    public const int FirstOutside = 3;

    /// <summary>Bits of the largest squared speed [m^2/s^2]; positive floats are ordered as their bits.</summary>
    public const int FastestBits = 4;

    /// <summary>Lowest index of a clamped particle.</summary>
    public const int FirstClamped = 5;

    /// <summary>Number of single notes.</summary>
    public const int SingleCount = 8;

    /// <summary>Substeps of a frame that have notes of their own; later ones share the last.</summary>
    public const int SlotCount = 2048;

    /// <summary>The single notes.</summary>
    public ArrayView<int> Single;

    /// <summary>By substep: lowest index of a particle that was not inside the domain.</summary>
    public ArrayView<int> Escaped;

    /// <summary>By substep: lowest index of a particle whose stretch was clamped.</summary>
    public ArrayView<int> Clamped;
}
