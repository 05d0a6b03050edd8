// Cuts the power of one file system: everything that was not flushed is gone, and nothing more is written. cut MOUNTPOINT
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>

#define EXT4_IOC_SHUTDOWN _IOR('X', 125, uint32_t)

int main(int count, char **args) {
  uint32_t without_flushing = 2;
  int fd = count == 2 ? open(args[1], O_RDONLY) : -1;
  if (fd >= 0 && !ioctl(fd, EXT4_IOC_SHUTDOWN, &without_flushing)) return 0;
  perror("cut");
  return 1;
}
