namespace Splatsim.Simulation.Fast;

/// <summary>Up to a group of particles of one kind and block: pointers to the first of their packets.</summary>
internal unsafe struct ParticleGroup
{
    /// <summary>Positions, masses, rest volumes.</summary>
    public float* State;

    /// <summary>Packets whose velocity rows hold v: the state's own, or scratch.</summary>
    public float* Motion;

    /// <summary>C, which is also the velocity gradient L: the store's own, or scratch.</summary>
    public float* Affine;

    /// <summary>C where it is not the velocity gradient that <see cref="Affine"/> then is; null with the default transfer.</summary>
    public float* Transfer;

    /// <summary>F.</summary>
    public float* Deformation;

    /// <summary>F as the law has returned it, where a substep is reversed; null elsewhere.</summary>
    public float* Returned;

    /// <summary>A bit per particle whose stretches the law has lifted for that.</summary>
    public ulong Lifted;

    /// <summary>History rows, <see cref="HistoryStride"/> floats a packet.</summary>
    public float* History;

    /// <summary>Floats of history per packet.</summary>
    public int HistoryStride;

    /// <summary>Row of the parameter table per particle.</summary>
    public int* Rows;

    /// <summary>Row of the parameter table per packet, -1 where its particles differ.</summary>
    public int* UniformRows;

    /// <summary>The parameter table: <see cref="Splatsim.Mechanics.LawParameters{T}.Capacity"/> prepared coefficients per row.</summary>
    public float* Table;

    /// <summary>Packets.</summary>
    public int Packets;

    /// <summary>Particles; the other lanes of the last packet are padding.</summary>
    public int Count;

    /// <summary>A bit per particle.</summary>
    public readonly ulong Real => Count == 64 ? ulong.MaxValue : (1UL << Count) - 1;
}
