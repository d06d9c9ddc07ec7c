using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// What the reversal of one substep needs of its forward run, taken down while that is repeated: nothing of it outlives the substep.
/// </summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal sealed class SubstepTrace<T>
    where T : unmanaged, IReal<T>
{
    private readonly ReferenceSimulator<T> simulator;

    public SubstepTrace(ReferenceSimulator<T> simulator, bool separate)
    {
        this.simulator = simulator;
        Start = new(simulator.ParticleCount, separate);
        VelocityAfterActions = new Vector3<T>[simulator.ParticleCount];
        VelocityTransferred = new Vector3<T>[simulator.ParticleCount];
        Affine = new Matrix3x3<T>[simulator.ParticleCount];
        Gradient = separate ? new Matrix3x3<T>[simulator.ParticleCount] : Affine;
        Stresses = new SymmetricMatrix3x3<T>[simulator.ParticleCount];
        Momentum = new Vector3<T>[simulator.Grid.Velocity.Length];
        Walls = new(simulator);
    }

    /// <summary>Particles at the start.</summary>
    public ReferenceState<T> Start { get; }

    /// <summary>Tracers at the start.</summary>
    public (Vector3<T>[] Position, Matrix3x3<T>[] Deformation) Tracers { get; private set; } = ([], []);

    /// <summary>Velocities after the events.</summary>
    public Vector3<T>[] VelocityAfterActions { get; }

    /// <summary>Velocities as they went to the grid, after forces at particles.</summary>
    public Vector3<T>[] VelocityTransferred { get; }

    /// <summary>C as it went to the grid.</summary>
    public Matrix3x3<T>[] Affine { get; }

    /// <summary>The velocity gradient that advanced F.</summary>
    public Matrix3x3<T>[] Gradient { get; }

    /// <summary>Stresses that went to the grid.</summary>
    public SymmetricMatrix3x3<T>[] Stresses { get; }

    /// <summary>The nodes behind thin walls, with their momenta before the update.</summary>
    public WallAdjoint<T> Walls { get; }

    /// <summary>Momenta of the nodes before the update.</summary>
    public Vector3<T>[] Momentum { get; }

    /// <summary>Velocities of the nodes when rigid bodies of particles gathered them.</summary>
    public Vector3<T>[] Met { get; private set; } = [];

    /// <summary>Rigid bodies of particles at the start.</summary>
    public RigidState[] Rigid { get; private set; } = [];

    /// <summary>Free bodies at the start.</summary>
    public RigidState[] Bodies { get; private set; } = [];

    /// <summary>Contacts of free bodies with nodes.</summary>
    public List<RigidMeeting> Meetings { get; } = [];

    /// <summary>Who gave which contacts and forces.</summary>
    public SubstepOwners Owners { get; } = new();

    /// <summary>Repeats a substep from the simulator's present state.</summary>
    public void Record(in TapedSubstep substep)
    {
        simulator.State.CopyTo(Start);
        Tracers = simulator.TracerState.Copy();
        Rigid = [.. simulator.RigidMatter.Groups.Select(g => g.State)];
        Bodies = [.. simulator.Colliders.States];
        if (Met.Length == 0 && Rigid.Length > 0) Met = new Vector3<T>[Momentum.Length];
        Meetings.Clear();
        simulator.Colliders.Recorder = Meetings;
        simulator.BeforeRigid = KeepVelocities;
        simulator.Owners = Owners;
        simulator.Stresses = Stresses;
        simulator.BeforeForces = AfterActions;
        simulator.AfterParticleToGrid = AfterParticleToGrid;
        try
        {
            simulator.Replay(in substep);
        }
        finally
        {
            simulator.Owners = null;
            simulator.Stresses = null;
            simulator.BeforeForces = null;
            simulator.AfterParticleToGrid = null;
            simulator.BeforeRigid = null;
            simulator.Colliders.Recorder = null;
        }
    }

    private void AfterActions()
    {
        ReferenceState<T> state = simulator.State;
        state.Velocity.CopyTo(VelocityAfterActions, 0);
        state.AffineVelocity.CopyTo(Affine, 0);
        if (Gradient != Affine) state.VelocityGradient.CopyTo(Gradient, 0);
    }

    private void KeepVelocities()
    {
        foreach (int node in simulator.Grid.Touched) Met[node] = simulator.Grid.Velocity[node];
    }

    private void AfterParticleToGrid()
    {
        simulator.State.Velocity.CopyTo(VelocityTransferred, 0);
        foreach (int node in simulator.Grid.Touched) Momentum[node] = simulator.Grid.Velocity[node];
        Walls.Begin();
    }
}
