using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>The reversal of rigid bodies of particles in one substep.</summary>
internal struct RigidAdjointViews
{
    /// <summary>Numbers of a body's answer: derivatives by momentum and angular momentum.</summary>
    public const int Momentum = 0, Angular = 3, AnswerWidth = 6;

    /// <summary>Derivatives by what the bodies know of their particles, in the columns of <see cref="RigidViews.Data"/>, summed over the run.</summary>
    public ArrayView<float> Own;

    /// <summary>Poses at the start of the substep.</summary>
    public ArrayView<float> StartPoses;

    /// <summary><see cref="AnswerWidth"/> numbers per body.</summary>
    public ArrayView<float> Answers;

    /// <summary>Velocities of the nodes as the bodies gathered them, four numbers a node.</summary>
    public ArrayView<float> Met;

    /// <summary>Takes the derivatives by them, four numbers a node.</summary>
    public ArrayView<float> ByMet;

    /// <summary>Adds to three of the columns.</summary>
    public readonly void Add(int column, int count, int i, Vector3<Real32> value)
    {
        Own[(long)column * count + i] += value.X.Value;
        Own[(long)(column + 1) * count + i] += value.Y.Value;
        Own[(long)(column + 2) * count + i] += value.Z.Value;
    }

    /// <summary>Three numbers of a body's answer.</summary>
    public readonly Vector3<Real32> AnswerOf(int body, int number)
    {
        int first = AnswerWidth * body + number;
        return new(new(Answers[first]), new(Answers[first + 1]), new(Answers[first + 2]));
    }
}
