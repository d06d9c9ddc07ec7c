using Splatsim.Simulation;

namespace Splatsim.Fitting;

/// <summary>A loss of a frame's particles, tracers or nodes, for observations that are no pictures: tracks, point clouds, densities.</summary>
/// <param name="Frame">The frame, 0 being the start.</param>
/// <param name="Part">Which numbers are compared; all particles or tracers, in the setup's order.</param>
/// <param name="Weight">What the loss is multiplied by.</param>
/// <param name="Loss">The loss.</param>
public sealed record StateLoss(int Frame, StatePart Part, double Weight, ILoss Loss)
{
    /// <summary>The nodes that are looked at, for <see cref="StatePart.NodeMasses"/> and <see cref="StatePart.NodeMomenta"/>; they need not be the simulation's.</summary>
    public NodalFields? Nodes { get; init; }
}
