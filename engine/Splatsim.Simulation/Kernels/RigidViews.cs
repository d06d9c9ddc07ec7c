using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>The particles of rigid bodies, body by body, as the bodies know them.</summary>
internal struct RigidViews
{
    /// <summary>Columns: from the centre of mass at the start, mass, F at the start.</summary>
    public const int Offset = 0, Mass = 3, Deformation = 4, Columns = 13;

    /// <summary>Numbers of a pose: part of a cell, rotation, velocity, angular velocity.</summary>
    public const int Part = 0, Turn = 3, Velocity = 12, Spin = 15, PoseWidth = 18;

    /// <summary>Particles by the user's index.</summary>
    public ArrayView<int> Particles;

    /// <summary>The body of each.</summary>
    public ArrayView<int> Bodies;

    /// <summary>The columns.</summary>
    public ArrayView<float> Data;

    /// <summary>First and end of each chunk: particles of one body.</summary>
    public ArrayView<int> Chunks;

    /// <summary>Centre of mass of each body, in whole cells from node (0, 0, 0).</summary>
    public ArrayView<int> Cells;

    /// <summary>The rest of the poses.</summary>
    public ArrayView<float> Poses;

    /// <summary>Number of particles.</summary>
    public int Count;

    /// <summary>dx^2/4 [m^2].</summary>
    public Real32 AffineInertia;

    /// <summary>1/dx [1/m].</summary>
    public Real32 InverseCellSize;

    /// <summary>Three columns of a particle.</summary>
    public readonly Vector3<Real32> Get(int column, int i) => new(
        new(Data[(long)column * Count + i]), new(Data[(long)(column + 1) * Count + i]), new(Data[(long)(column + 2) * Count + i]));

    /// <summary>Nine columns of a particle.</summary>
    public readonly Matrix3x3<Real32> GetMatrix(int column, int i) =>
        Matrix3x3<Real32>.FromRows(Get(column, i), Get(column + 3, i), Get(column + 6, i));

    /// <summary>Three numbers of a body's pose.</summary>
    public readonly Vector3<Real32> Pose(int body, int number)
    {
        int first = PoseWidth * body + number;
        return new(new(Poses[first]), new(Poses[first + 1]), new(Poses[first + 2]));
    }

    /// <summary>Rotation of a body.</summary>
    public readonly Matrix3x3<Real32> TurnOf(int body) =>
        Matrix3x3<Real32>.FromRows(Pose(body, Turn), Pose(body, Turn + 3), Pose(body, Turn + 6));
}
