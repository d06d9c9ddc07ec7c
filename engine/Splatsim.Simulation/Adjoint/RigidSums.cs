using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Sums over the particles of a rigid body: derivatives by the motion that it has given them, and what they have gathered.</summary>
/// <param name="ByPosition">By the centre of mass [1/m].</param>
/// <param name="ByVelocity">By its velocity [s/m].</param>
/// <param name="BySpin">By the angular velocity [s].</param>
/// <param name="ByTurn">By the rotation's matrix.</param>
/// <param name="Momentum">Momentum [kg m/s].</param>
/// <param name="Angular">Angular momentum about the centre of mass [kg m^2/s].</param>
/// <param name="Lever">Outer products of momenta and offsets at the start [kg m^2/s].</param>
internal readonly record struct RigidSums(
    Vector3<Real64> ByPosition, Vector3<Real64> ByVelocity, Vector3<Real64> BySpin, Matrix3x3<Real64> ByTurn, Vector3<Real64> Momentum,
    Vector3<Real64> Angular, Matrix3x3<Real64> Lever);
