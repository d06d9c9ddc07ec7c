using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>The sums of one reversed substep over nodes and particles: by the contacts, by the forces, by gravity. See <see cref="GroupSums"/>.</summary>
internal sealed class DeviceSums : IDisposable
{
    private readonly ComputeDevice device;
    private readonly Action<KernelConfig, ArrayView<float>, ArrayView<float>> finish;
    private MemoryBuffer1D<float, Stride1D.Dense> parts, sums;
    private float[] host = [];
    private int contacts, forces;

    public DeviceSums(ComputeDevice device)
    {
        this.device = device;
        parts = device.Allocate<float>(1, "derivatives");
        sums = device.Allocate<float>(1, "derivatives");
        finish = device.Launcher(SumKernels.Finish, a => a.LoadStreamKernel<ArrayView<float>, ArrayView<float>>(SumKernels.Finish));
    }

    /// <summary>First of the two numbers of surface tension, behind those of gravity.</summary>
    public const int TensionNumber = 3;

    /// <summary>Groups of one launch.</summary>
    public static KernelConfig Launch => new(GroupSums.Groups, GroupSums.GroupSize);

    /// <summary>Where groups put their parts.</summary>
    public ArrayView<float> Parts => parts.View;

    /// <summary>Place of the sums by gravity.</summary>
    public int GravitySlot => contacts + forces;

    private int Slots => contacts + forces + 1;

    /// <summary>Forgets the last substep.</summary>
    public void Begin(int contacts, int forces)
    {
        (this.contacts, this.forces) = (contacts, forces);
        int numbers = Slots * GroupSums.Width;
        if (host.Length != numbers) host = new float[numbers];
        if (sums.Length < numbers)
        {
            parts.Dispose();
            sums.Dispose();
            parts = device.Allocate<float>((long)numbers * GroupSums.Groups, "derivatives");
            sums = device.Allocate<float>(numbers, "derivatives");
        }

        // A force may meet no particle, and a number may have no place in a sum.
        parts.MemSetToZero();
    }

    /// <summary>Place of the sums by a force.</summary>
    public int ForceSlot(int force) => contacts + force;

    /// <summary>Adds up what groups have put down. Waits for the device.</summary>
    public void Read()
    {
        finish(new KernelConfig(Slots * GroupSums.Width, GroupSums.GroupSize), parts.View, sums.View);
        sums.View.SubView(0, host.Length).CopyToCPU(host);
    }

    /// <summary>Derivatives by a contact.</summary>
    public ContactCotangents<Real64> Contact(int contact) => new()
    {
        Friction = At(contact, 0),
        Restitution = At(contact, 1),
        Velocity = Three(contact, 2),
        VelocityGradient = Matrix3x3<Real64>.FromRows(Three(contact, 5), Three(contact, 8), Three(contact, 11)),
        Point = Three(contact, 14),
        Turn = Three(contact, 17),
    };

    /// <summary>Derivatives by a force.</summary>
    public ForceCotangents<Real64> Force(int force) => new()
    {
        Point = Three(ForceSlot(force), 0),
        Vector = Three(ForceSlot(force), 3),
        Strength = At(ForceSlot(force), 6),
        Radius = At(ForceSlot(force), 7),
        Factor = At(ForceSlot(force), 8),
    };

    /// <summary>Derivatives by gravity.</summary>
    public Vector3<Real64> Gravity => Three(GravitySlot, 0);

    /// <summary>Derivatives by the strength of surface tension times dt, and by the inverse of the mass of a full node.</summary>
    public (double ByStrengthStep, double ByPerFull) Tension => (At(GravitySlot, TensionNumber).Value, At(GravitySlot, TensionNumber + 1).Value);

    public void Dispose()
    {
        parts.Dispose();
        sums.Dispose();
    }

    private Real64 At(int slot, int number) => new(host[slot * GroupSums.Width + number]);

    private Vector3<Real64> Three(int slot, int number) => new(At(slot, number), At(slot, number + 1), At(slot, number + 2));
}
