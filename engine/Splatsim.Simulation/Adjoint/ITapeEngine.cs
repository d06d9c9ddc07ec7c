namespace Splatsim.Simulation;

/// <summary>A back end that can run forward, go back to a state, and reverse a substep: what <see cref="SimulationTape"/> drives.</summary>
internal interface ITapeEngine : IDisposable
{
    /// <summary>The forward simulator.</summary>
    SimulatorBase Simulator { get; }

    /// <summary>Memory that one remembered state takes [bytes].</summary>
    long StateBytes { get; }

    /// <summary>Starts a reverse run: all derivatives are 0.</summary>
    void Begin();

    /// <summary>Adds what a loss says about the state at the present moment of the reverse run.</summary>
    void Add(StateCotangents seed);

    /// <summary>Reverses a substep; the simulator is at its start.</summary>
    void Reverse(in TapedSubstep substep);

    /// <summary>The derivatives, once every substep is reversed.</summary>
    SimulationGradient Finish();
}
