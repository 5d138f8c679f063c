using AsrTrainer.Neural.Memory;

namespace AsrTrainer.Neural.Tests.Memory;

public sealed class AvailableMemoryTests : IDisposable
{
    private readonly TemporaryFolder root = new();

    public void Dispose() => root.Dispose();

    [Fact]
    public void Without_groups_it_is_what_the_system_says()
    {
        Write("proc/meminfo", "MemTotal:       24684084 kB\nMemFree:         335560 kB\nMemAvailable:   2048 kB\n");
        Assert.Equal(new AvailableMemory(2048 * 1024, "MemAvailable of /proc/meminfo"), AvailableMemory.Find(root.FullPath));
    }

    [Fact]
    public void Where_nothing_says_it_is_unknown() => Assert.Null(AvailableMemory.Find(root.FullPath));

    [Fact]
    public void A_limit_of_version_2_leaves_what_is_not_used_and_what_is_only_cached()
    {
        System(kilobytes: 1_000_000, "0::/user.slice/job.scope\n");
        Group("sys/fs/cgroup/user.slice/job.scope", "memory.max", "50000000", "memory.current", "30000000");
        Write("sys/fs/cgroup/user.slice/job.scope/memory.stat", "anon 1000\ninactive_file 4000000\nactive_file 1000000\nshmem 7\n");
        Assert.Equal(
            new AvailableMemory(25_000_000, "memory.max of the control group /user.slice/job.scope"), AvailableMemory.Find(root.FullPath));
    }

    [Fact]
    public void The_groups_above_bind_as_well()
    {
        System(kilobytes: 1_000_000, "0::/user.slice/job.scope\n");
        Group("sys/fs/cgroup/user.slice/job.scope", "memory.max", "max", "memory.current", "30000000");
        Group("sys/fs/cgroup/user.slice", "memory.max", "70000000", "memory.current", "60000000");
        Assert.Equal(new AvailableMemory(10_000_000, "memory.max of the control group /user.slice"), AvailableMemory.Find(root.FullPath));
    }

    [Fact]
    public void A_limit_on_addresses_leaves_what_is_not_taken_of_it()
    {
        System(kilobytes: 1_000_000, "");
        Write("proc/self/status", "Name:\tasr\nVmPeak:\t    9999 kB\nVmSize:\t    2000 kB\n");
        Write("proc/self/limits", "Max address space         3000000              unlimited            bytes     \n");
        Assert.Equal(new AvailableMemory(952_000, "the limit on addresses (ulimit -v)"), AvailableMemory.Find(root.FullPath));
        Write("proc/self/limits", "Max address space         unlimited            unlimited            bytes     \n");
        Assert.Equal("MemAvailable of /proc/meminfo", AvailableMemory.Find(root.FullPath)!.Source);
    }

    [Fact]
    public void In_a_container_the_mount_itself_is_the_group()
    {
        System(kilobytes: 1_000_000, "0::/kubepods/pod1/only-the-host-sees-this\n");
        Group("sys/fs/cgroup", "memory.max", "70000000", "memory.current", "60000000");
        Assert.Equal(new AvailableMemory(10_000_000, "memory.max of the control group /"), AvailableMemory.Find(root.FullPath));
    }

    [Fact]
    public void A_limit_of_version_1_is_found_where_the_memory_controller_is()
    {
        System(kilobytes: 1_000_000, "9:name=systemd:/\n5:cpu,cpuacct:/job\n4:memory:/job\n0::/\n");
        Group("sys/fs/cgroup/memory/job", "memory.limit_in_bytes", "80000000", "memory.usage_in_bytes", "60000000");
        Group("sys/fs/cgroup/memory", "memory.limit_in_bytes", "9223372036854771712", "memory.usage_in_bytes", "90000000");
        Write("sys/fs/cgroup/memory/job/memory.stat", "inactive_file 1\ntotal_inactive_file 500000\ntotal_active_file 500000\n");
        Assert.Equal(
            new AvailableMemory(21_000_000, "memory.limit_in_bytes of the control group /job"), AvailableMemory.Find(root.FullPath));
    }

    [Fact]
    public void The_system_binds_where_the_groups_allow_more()
    {
        System(kilobytes: 1000, "0::/job\n");
        Group("sys/fs/cgroup/job", "memory.max", "50000000", "memory.current", "1");
        Assert.Equal(1000 * 1024, AvailableMemory.Find(root.FullPath)!.Bytes);
    }

    [Fact]
    public void A_group_that_is_over_its_limit_has_nothing_left()
    {
        System(kilobytes: 1000, "0::/job\n");
        Group("sys/fs/cgroup/job", "memory.max", "1000", "memory.current", "5000");
        Assert.Equal(0, AvailableMemory.Find(root.FullPath)!.Bytes);
    }

    [Fact]
    public void This_machine_has_some() => Assert.True(!OperatingSystem.IsLinux() || AvailableMemory.Find()!.Bytes > 0);

    private void System(long kilobytes, string groups)
    {
        Write("proc/meminfo", $"MemAvailable:   {kilobytes} kB\n");
        Write("proc/self/cgroup", groups);
    }

    private void Group(string folder, string limit, string most, string usage, string used)
    {
        Write($"{folder}/{limit}", most + "\n");
        Write($"{folder}/{usage}", used + "\n");
    }

    private void Write(string path, string text)
    {
        var full = root.PathOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
