using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

// What the adjoint of a substep reads of the forward run.
internal sealed partial class DeviceSimulator
{
    private DeviceRecord? record;
    private DeviceTransfer? recorded;
    private bool sortsAlways;

    /// <summary>What the parts work on together.</summary>
    internal DeviceMatter Matter => new(device, particles, grid, sorter, notes);

    /// <summary>The tracers.</summary>
    internal DeviceTracers TracerState => tracers;

    /// <summary>Thin walls; null for none.</summary>
    internal DeviceWalls? WallState => walls;

    /// <summary>Rigid bodies of particles; null for none.</summary>
    internal DeviceRigid? RigidState => rigid;

    /// <summary>The forces of the last substep.</summary>
    internal DeviceForces LastForces => forces;

    /// <summary>How the device works.</summary>
    internal DeviceOptions Options => options;

    /// <summary>The materials' laws in double.</summary>
    internal MaterialKernel<Real64> LawOf(int material) => energies[material];

    /// <summary>The user values of a material of batches, as they are in this substep.</summary>
    internal float[] UserValuesOf(int material) => ((LearnedMaterialKernel<Real64>)energies[material]).UserValues;

    /// <summary>Nodes under stationary particles.</summary>
    internal NodeHolds HeldAlways => StationaryNodes;

    /// <summary>Memory that a remembered state takes [bytes].</summary>
    internal long StateBytes => DeviceSnapshot.Bytes(particles, tracers) + SideBytes;

    /// <summary>Whether a particle takes part in substeps.</summary>
    internal bool TakesPart(int particle) => Moves(particle);

    /// <summary>
    /// Repeats a substep up to its grid's velocities and takes down what its reversal needs. The particles stay at its start, but for F and
    /// history; the next thing to do is to go to a remembered state.
    /// </summary>
    /// <param name="substep">The substep.</param>
    /// <param name="target">Takes what is needed.</param>
    /// <param name="inParts">The transfer, whose impulses can be looked at.</param>
    internal void Record(in TapedSubstep substep, DeviceRecord target, DeviceTransfer inParts)
    {
        (record, recorded) = (target, inParts);
        try
        {
            Replay(in substep);
        }
        finally
        {
            (record, recorded) = (null, null);
        }
    }

    protected override object CopyState(object? spare)
    {
        Settle();
        object? copy = null;
        device.Guard(() => copy = DeviceSnapshot.Of(spare as DeviceSnapshot, device, particles, tracers));
        return copy!;
    }

    protected override void PasteState(object state)
    {
        pending = false;
        access.Drop();
        access.Forget();
        walls?.ForgetAll();
        rigid?.Forget();
        device.Guard(((DeviceSnapshot)state).Paste);
        speedIsKnown = false;
        everSaved = false;
        // No order is known, and how fast particles were when the frame began is forgotten.
        sinceSort = int.MaxValue;
        sortsAlways = true;
    }

    private void RecordSubstep(SubstepWork substep, in StepNumbers step)
    {
        Settle();
        StepNumbers numbers = step;
        device.Guard(() =>
        {
            Sort(in numbers);
            record!.AtStart();
            access.Flush();
            walls?.Find(SubstepCount, tracers, null, takesAll: true);
            forces.Apply(substep, grid.Views, record.BeforeForce);
            record.BeforeLaws();
            recorded!.ToGrid(in numbers);
            record.AfterParticleToGrid();
            UpdateGrid(substep, in numbers);
        });
        sinceSort = int.MaxValue;
        speedIsKnown = false;
    }
}
