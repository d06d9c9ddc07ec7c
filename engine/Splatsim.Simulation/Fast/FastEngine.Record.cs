using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

// A substep that is only looked at: nodes get what they got in it, to the bit, and particles stay as they are.
internal sealed unsafe partial class FastEngine<TLanes, TTransfer>
{
    private bool isRecording;

    /// <summary>Particles to nodes; v, F and history in memory stay those of the substep's start.</summary>
    public void Record(in SubstepConstants constants)
    {
        isRecording = true;
        try
        {
            Scatter(in constants);
        }
        finally
        {
            isRecording = false;
        }
    }

    // What the start of a substep changes goes to scratch: nothing is gathered meanwhile.
    private void Copy(ref ParticleGroup group, KernelWorker worker)
    {
        if (forces.ActsOnParticles) group.Motion = Copy(group.Motion, worker.Scratch.Motion, group.Packets * Stride);
        group.Deformation = Copy(group.Deformation, worker.Scratch.Affine, group.Packets * Stride);
        if (group.HistoryStride > 0) group.History = Copy(group.History, worker.History(group.HistoryStride), group.Packets * group.HistoryStride);
    }

    /// <summary>Copies rows of packets.</summary>
    /// <returns>Where they are now.</returns>
    internal static float* Copy(float* from, float* to, int count)
    {
        new Span<float>(from, count).CopyTo(new Span<float>(to, count));
        return to;
    }
}
