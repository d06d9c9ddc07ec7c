using Splatsim.Coupling;
using Splatsim.Mathematics;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Scenes;

/// <summary>The splats of emitted particles: a round one each, in the emitter's colour, some lighter and some darker.</summary>
internal static class EmittedSplats
{
    // Standard deviation over the particles' distance: neighbours blend into a closed surface.
    private const double Roundness = 0.55;

    // How much lighter or darker than the emitter's colour single splats are: matter of one flat colour shows no form at all.
    private const double Grain = 0.12;

    /// <summary>The capture with the splats of all emitters at its end; the capture itself where nothing is emitted.</summary>
    public static GaussianCloud Append(
        GaussianCloud cloud, IReadOnlyList<(EventDescription Description, EmitterEvent Emitter)> emitters, ParticleSet particles, SceneFrame frame)
    {
        int count = emitters.Sum(e => e.Emitter.ParticleCount);
        if (count == 0) return cloud;
        GaussianCloud added = new(count, cloud.Degree) { Frame = cloud.Frame, RenderModel = cloud.RenderModel };
        if (cloud.Labels is not null) added.Labels = new byte[count];
        int at = 0;
        foreach ((EventDescription description, EmitterEvent emitter) in emitters)
        {
            float scale = (float)Math.Log(Roundness * emitter.Nozzle.Spacing / frame.MetersPerUnit);
            float opacity = (float)Math.Log(description.Opacity / (1 - description.Opacity));
            for (int i = 0; i < emitter.ParticleCount; i++, at++)
            {
                Vector3<Real64> mean = frame.ToSplats(particles.Position(emitter.FirstParticle + i));
                (added.X[at], added.Y[at], added.Z[at]) = ((float)mean.X.Value, (float)mean.Y.Value, (float)mean.Z.Value);
                added.LogScaleX[at] = added.LogScaleY[at] = added.LogScaleZ[at] = scale;
                added.OpacityLogit[at] = opacity;
                // Multiples of the golden ratio: even over any run of neighbours, and the same in every run.
                double share = i * 0.6180339887498949 % 1, light = 1 + Grain * (2 * share - 1);
                added.Sh(0, 0)[at] = (float)((light * description.Color.X.Value - 0.5) / ShBasis.Constant);
                added.Sh(0, 1)[at] = (float)((light * description.Color.Y.Value - 0.5) / ShBasis.Constant);
                added.Sh(0, 2)[at] = (float)((light * description.Color.Z.Value - 0.5) / ShBasis.Constant);
            }
        }

        return CloudEdits.Merge([cloud, added]);
    }
}
