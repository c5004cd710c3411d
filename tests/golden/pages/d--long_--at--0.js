sitegen.parts(0,{"1":"p-tkhaq page-3 p-w7gsk noteref-1 note-1","2":"p-sos23 p-2hjkl","3":"p-n6swg page-4 p-t52mg noteref-2 khatima note-2"});
