using Splatsim.Coupling;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Scenes;

/// <summary>Turns the selections of a scene file into lists of splats.</summary>
internal static class ObjectSelector
{
    // How far, in mean splat sizes, a faint splat may be from the object that it belongs to.
    private const double Reach = 5;

    /// <summary>The splats of each object, in the order of the scene file; a splat belongs to the first that takes it.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="cloud">The capture.</param>
    /// <param name="resolved">Splat space to simulation space, the ground, and the guessed object.</param>
    public static IReadOnlyList<int[]> Select(SceneDescription scene, GaussianCloud cloud, ResolvedFrame resolved)
    {
        SplatSelection free = SplatSelection.All(cloud.Count);
        List<int[]> result = [];
        foreach (ObjectDescription body in scene.Objects)
        {
            SplatSelection chosen = Choose(scene, body, cloud, resolved, free);
            int[] indices = chosen.ToIndices();
            if (indices.Length == 0)
            {
                throw new SceneFileException(
                    scene.File, $"{body.Path}.select", $"no splat is left for \"{body.Name}\"",
                    "widen the region, lower minimumOpacity, or check the units (splatsim check prints the bounds in metres)");
            }

            free -= chosen;
            result.Add(indices);
        }

        return result;
    }

    private static SplatSelection Choose(
        SceneDescription scene, ObjectDescription body, GaussianCloud cloud, ResolvedFrame resolved, SplatSelection free)
    {
        SceneFrame frame = resolved.Frame;
        SelectionDescription wanted = body.Selection;
        SplatSelection chosen = free & Selections.ByOpacity(cloud, wanted.MinimumOpacity);
        if (wanted.Region is RegionDescription region)
            chosen &= SplatSelection.Where(cloud.Count, i => region.Contains(frame.ToSimulation(cloud.MeanOf(i))));
        if (wanted.CaptureRegion is RegionDescription area)
        {
            Matrix3x3<Real64> turn = scene.Units.Fit?.Rotation ?? Matrix3x3<Real64>.Identity;
            chosen &= SplatSelection.Where(cloud.Count, i => area.Contains(turn * cloud.MeanOf(i)));
        }

        if (wanted.Labels.Count > 0)
        {
            if (cloud.Labels is not byte[] labels)
            {
                throw new SceneFileException(
                    scene.File, $"{body.Path}.select.label", "the capture has no labels",
                    "select by box or sphere, or give the PLY an integer column \"label\"");
            }

            chosen &= SplatSelection.Where(cloud.Count, i => wanted.Labels.Contains(labels[i]));
        }

        return wanted.LargestComponent ? LargestComponent(cloud, resolved, chosen) : chosen;
    }

    // The guessed object and, so that nothing stays behind as a ghost, every splat that hangs on it: components are found
    // among opaque splats only.
    private static SplatSelection LargestComponent(GaussianCloud cloud, ResolvedFrame resolved, SplatSelection chosen)
    {
        SplatSelection core = resolved.Movable! & chosen;
        int[] indices = core.ToIndices();
        if (indices.Length == 0) return core;
        double[] points = new double[3 * indices.Length];
        double size = 0;
        for (int i = 0; i < indices.Length; i++)
        {
            Vector3<Real64> x = cloud.MeanOf(indices[i]);
            (points[3 * i], points[3 * i + 1], points[3 * i + 2]) = (x.X.Value, x.Y.Value, x.Z.Value);
            size += LargestScale(cloud, indices[i]);
        }

        double reach = Reach * size / indices.Length;
        ParticleSearch search = new(points);
        double ground = resolved.GroundHeight ?? double.NegativeInfinity;
        return core | SplatSelection.Where(cloud.Count, i => chosen[i] && HangsOn(cloud, search, i, reach)
            && resolved.Frame.ToSimulation(cloud.MeanOf(i)).Y.Value >= ground);
    }

    private static bool HangsOn(GaussianCloud cloud, ParticleSearch search, int splat, double reach)
    {
        Vector3<Real64> x = cloud.MeanOf(splat);
        Span<int> found = stackalloc int[1];
        Span<double> squared = stackalloc double[1];
        return search.Nearest(x.X.Value, x.Y.Value, x.Z.Value, found, squared) == 1 && squared[0] <= reach * reach;
    }

    private static double LargestScale(GaussianCloud cloud, int splat) =>
        Math.Exp(Math.Max(cloud.LogScaleX[splat], Math.Max(cloud.LogScaleY[splat], cloud.LogScaleZ[splat])));
}
