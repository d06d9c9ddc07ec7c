namespace Splatsim.Simulation.Fast;

/// <summary>What benchmarks ask the fast back end.</summary>
internal interface IFastDiagnostics
{
    /// <summary>Memory of the particles, of sorting and of the frame's saved start [bytes].</summary>
    long ParticleBytes { get; }

    /// <summary>Memory of nodes, arenas and block lists [bytes].</summary>
    long GridBytes { get; }

    /// <summary>Substeps whose reversal found the momenta of its nodes beside the state.</summary>
    int KeptMomentaUsed { get; }

    /// <summary>Time spent per stage.</summary>
    StageTimes Stages { get; }
}
