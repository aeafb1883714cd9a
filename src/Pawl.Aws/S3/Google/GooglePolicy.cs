using Pawl.Stores;

namespace Pawl.Aws.S3.Google;

/// <summary>The least rights that a role needs on Google Cloud Storage, as a custom role's definition for <c>gcloud iam roles create --file</c>.</summary>
internal static class GooglePolicy
{
    private static readonly string[] Reads = ["storage.objects.get", "storage.objects.list"];

    // To replace an object is to delete it, in that service's eyes.
    private static readonly string[] Writes = [.. Reads, "storage.objects.create", "storage.objects.delete"];

    private static readonly string[] SetsUp = [.. Writes, "storage.buckets.create", "storage.buckets.get", "storage.buckets.update"];

    public static string Write(StoreRole role) => role switch
    {
        StoreRole.Reader => Write("reader", Reads),
        StoreRole.Worker => Write("worker", Writes),
        StoreRole.Administrator => Write("administrator", SetsUp),
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "no such role"),
    };

    private static string Write(string role, string[] permissions) =>
        $"title: Pawl {role}\nstage: GA\nincludedPermissions:\n{string.Concat(permissions.Select(permission => $"- {permission}\n"))}".TrimEnd();
}
