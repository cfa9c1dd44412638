#ifndef ANODE_CZLIB_H
#define ANODE_CZLIB_H

#include <zlib.h>

// inflateInit2 is a macro, which Swift does not import. 15 + 32: the largest window, and a gzip or zlib header.
static inline int anode_inflate_init(z_stream *stream) { return inflateInit2(stream, 15 + 32); }

#endif
